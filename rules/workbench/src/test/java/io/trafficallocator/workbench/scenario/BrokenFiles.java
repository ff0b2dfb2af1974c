package io.trafficallocator.workbench.scenario;

import static io.trafficallocator.workbench.scenario.ScenarioFiles.append;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.compress;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.cut;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.delete;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.replace;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are missing, damaged, or no table of the wanted form. */
final class BrokenFiles {
    private BrokenFiles() {}

    static void addTo(BrokenScenarios all) {
        files(all);
        encodings(all);
        shapes(all);
    }

    private static void files(BrokenScenarios all) {
        all.add("no merchants file", folder -> delete(folder, "merchants.csv"), "merchants.csv:1:1", "is missing");
        all.add("no placements file", folder -> delete(folder, "placements.csv"), "placements.csv:1:1", "is missing");
        all.add("no demand file", folder -> delete(folder, "demand.csv"), "demand.csv:1:1", "is missing");
        all.add(
                "plain and compressed file",
                folder -> {
                    compress(folder, "demand.csv");
                    write(folder, "demand.csv", "merchant,placement,weight\n");
                },
                "demand.csv.gz:1:1",
                "stands beside 'demand.csv'",
                "Maybe one of them is old");
        all.add(
                "misspelt name of an optional file",
                folder -> {
                    delete(folder, "programmes.csv");
                    write(folder, "programs.csv", "id,tier\nlaunch,1\n");
                },
                "programs.csv:1:1",
                "Maybe 'programmes.csv' was meant");
        all.add(
                "folder in place of a file",
                folder -> {
                    delete(folder, "demand.csv");
                    write(folder.resolve("demand.csv"), "x", "");
                },
                "demand.csv:1:1",
                "is a folder, but must be a file");
        all.add("empty file", folder -> write(folder, "merchants.csv", ""), "merchants.csv:1:1", "file is empty");
        all.add(
                "only a byte order mark",
                folder -> write(folder, "merchants.csv", "\uFEFF"),
                "merchants.csv:1:1",
                "file is empty");
        all.add(
                "header only in merchants",
                folder -> write(folder, "merchants.csv", "id,joined_on\n"),
                "merchants.csv:2:1",
                "no merchants",
                "Maybe the export failed");
        all.add(
                "header only in placements",
                folder -> write(folder, "placements.csv", "id,field,impressions"),
                "placements.csv:1:21",
                "no placements");
        all.add(
                "truncated gzip",
                folder -> {
                    compress(folder, "demand.csv");
                    cut(folder, "demand.csv.gz", 40);
                },
                "demand.csv.gz:",
                "breaks off here",
                "Maybe the copy was cut short");
        all.add(
                "gzip cut in its header",
                folder -> {
                    compress(folder, "demand.csv");
                    cut(folder, "demand.csv.gz", 5);
                },
                "demand.csv.gz:1:1",
                "breaks off here");
        all.add(
                "renamed, not compressed",
                folder -> {
                    delete(folder, "demand.csv");
                    write(folder, "demand.csv.gz", "merchant,placement,weight\n");
                },
                "demand.csv.gz:1:1",
                "Not in GZIP format",
                "only renamed");
        all.add(
                "gzip with a flipped bit in its checksum",
                folder -> {
                    compress(folder, "demand.csv");
                    Path file = folder.resolve("demand.csv.gz");
                    try {
                        byte[] bytes = Files.readAllBytes(file);
                        bytes[bytes.length - 6] ^= 1;
                        Files.write(file, bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "demand.csv.gz:",
                "is damaged");
    }

    private static void encodings(BrokenScenarios all) {
        all.add(
                "GB 18030 in place of UTF-8",
                folder -> write(
                        folder,
                        "merchants.csv",
                        "id,joined_on,origin\nm1,2024-11-05,\u5e7f\u5dde\n".getBytes(Charset.forName("GB18030"))),
                "merchants.csv:2:15",
                "not UTF-8",
                "GB 18030");
        all.add(
                "UTF-16",
                folder -> write(
                        folder, "merchants.csv", "id,joined_on\nm1,2024-11-05\n".getBytes(StandardCharsets.UTF_16)),
                "merchants.csv:1:1",
                "not UTF-8");
        all.add(
                "bad byte after characters of two units",
                folder -> {
                    byte[] text = "id,joined_on,a\r\n\ud83d\ude00m1,2024-11-05,?\r\n".getBytes(StandardCharsets.UTF_8);
                    text[text.length - 3] = (byte) 0xff;
                    write(folder, "merchants.csv", text);
                },
                "merchants.csv:2:16",
                "not UTF-8");
    }

    private static void shapes(BrokenScenarios all) {
        all.add(
                "missing column",
                folder -> replace(folder, "placements.csv", "impressions,", "supply,"),
                "placements.csv:1:1",
                "column 'impressions' is missing");
        all.add(
                "misspelt required column",
                folder -> replace(folder, "demand.csv", "weight", "wieght"),
                "demand.csv:1:20",
                "column 'weight' is missing",
                "Maybe 'weight' was meant");
        all.add(
                "misspelt optional column",
                folder -> replace(folder, "placements.csv", "price_per_mille", "price_per_mile"),
                "placements.csv:1:22",
                "Maybe 'price_per_mille' was meant");
        all.add(
                "column in capitals",
                folder -> replace(folder, "demand.csv", "merchant,", "Merchant,"),
                "demand.csv:1:1",
                "Maybe 'merchant' was meant");
        all.add(
                "column listed twice",
                folder -> replace(folder, "merchants.csv", "channel", "tier"),
                "merchants.csv:1:80",
                "column 'tier' is listed twice, first as number 6");
        all.add(
                "column without a name",
                folder -> replace(folder, "demand.csv", "weight", "weight,"),
                "demand.csv:1:27",
                "column has no name");
        all.add(
                "semicolons between cells",
                folder -> write(folder, "demand.csv", "merchant;placement;weight\nm1;live-1;2\n"),
                "demand.csv:1:1",
                "something else than commas");
        all.add(
                "no header line",
                folder -> write(folder, "delivered.csv", "7,8,9\n"),
                "delivered.csv:1:1",
                "header line is missing");
        all.add(
                "too few cells",
                folder -> replace(folder, "demand.csv", "m3,live-1,40.5", "m3,live-1"),
                "demand.csv:3:4",
                "row has 2 cells, but the header has 3",
                "Maybe a comma");
        all.add(
                "too many cells",
                folder -> replace(folder, "placements.csv", "live-1,live,", "live-1,live,show,"),
                "placements.csv:2:30",
                "row has 7 cells, but the header has 6",
                "not in quotes");
        all.add(
                "thousands separator that splits a cell",
                folder -> replace(folder, "demand.csv", ",60", ",6,000"),
                "demand.csv:2:11",
                "'6,000' is one number");
        all.add(
                "unclosed quote",
                folder -> replace(folder, "merchants.csv", "m2,2023-01-01,luggage", "m2,2023-01-01,\"luggage"),
                "merchants.csv:3:15",
                "never closed",
                "Maybe the closing quote");
        all.add(
                "text after a closing quote",
                folder -> replace(folder, "merchants.csv", "luggage", "\"luggage\" and more"),
                "merchants.csv:3:15",
                "is closed at line 3 before column 24");
        all.add(
                "fault after a quoted line break",
                folder -> write(
                        folder,
                        "merchants.csv",
                        "id,joined_on,note,tier\r\nm1,2024-11-05,\"two\r\nlines, \"\"quoted\"\"\",x\r\n"),
                "merchants.csv:3:20",
                "tier is 'x', but must be a whole number");
        all.add(
                "duplicate merchant",
                folder -> append(folder, "merchants.csv", "\nm2,2023-01-01,,,,,,,,,,\n"),
                "merchants.csv:6:1",
                "merchant 'm2' is listed twice, first in line 3");
        all.add(
                "duplicate placement",
                folder -> append(folder, "placements.csv", "live-1,live,1,,,\n"),
                "placements.csv:5:1",
                "placement 'live-1' is listed twice, first in line 2");
        all.add(
                "duplicate demand",
                folder -> append(folder, "demand.csv", "m2,live-1,1\n"),
                "demand.csv:5:1",
                "listed twice, first in line 2",
                "Maybe add the two up");
        all.add(
                "duplicate programme",
                folder -> append(folder, "programmes.csv", "launch,1,,,,\n"),
                "programmes.csv:4:1",
                "programme 'launch' is listed twice, first in line 2");
        all.add(
                "duplicate festival",
                folder -> append(folder, "festivals.csv", "coat-day,,2024-11-10,2024-11-12,,,\n"),
                "festivals.csv:3:1",
                "festival 'coat-day' is listed twice, first in line 2");
        all.add(
                "duplicate delivery",
                folder -> append(folder, "delivered.csv", "m1,launch,1\n"),
                "delivered.csv:3:1",
                "listed twice, first in line 2");
        all.add(
                "duplicate enrolment",
                folder -> append(folder, "enrolments.csv", "m1,launch,\n"),
                "enrolments.csv:4:1",
                "listed twice, first in line 2");
    }
}
