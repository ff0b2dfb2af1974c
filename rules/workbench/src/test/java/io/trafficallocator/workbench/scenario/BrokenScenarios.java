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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A good scenario broken in many ways, each with the place and the words that its one error must have. */
public final class BrokenScenarios {
    /**
     * One way.
     *
     * @param name what is wrong
     * @param damage does it to a good scenario
     * @param place file, line and column, such as {@code demand.csv:2:1}
     * @param words that the error must have besides
     */
    public record Broken(String name, Consumer<Path> damage, String place, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Broken> all = new ArrayList<>();

    private BrokenScenarios() {}

    public static List<Broken> all() {
        BrokenScenarios broken = new BrokenScenarios();
        broken.files();
        broken.encodings();
        broken.shapes();
        broken.numbers();
        broken.dates();
        broken.references();
        broken.settings();
        return broken.all;
    }

    private void add(String name, Consumer<Path> damage, String place, String... words) {
        all.add(new Broken(name, damage, place, List.of(words)));
    }

    private void files() {
        add("no merchants file", folder -> delete(folder, "merchants.csv"), "merchants.csv:1:1", "is missing");
        add("no placements file", folder -> delete(folder, "placements.csv"), "placements.csv:1:1", "is missing");
        add("no demand file", folder -> delete(folder, "demand.csv"), "demand.csv:1:1", "is missing");
        add(
                "plain and compressed file",
                folder -> {
                    compress(folder, "demand.csv");
                    write(folder, "demand.csv", "merchant,placement,weight\n");
                },
                "demand.csv.gz:1:1",
                "stands beside 'demand.csv'",
                "Maybe one of them is old");
        add(
                "misspelt name of an optional file",
                folder -> {
                    delete(folder, "programmes.csv");
                    write(folder, "programs.csv", "id,tier\nlaunch,1\n");
                },
                "programs.csv:1:1",
                "Maybe 'programmes.csv' was meant");
        add(
                "folder in place of a file",
                folder -> {
                    delete(folder, "demand.csv");
                    write(folder.resolve("demand.csv"), "x", "");
                },
                "demand.csv:1:1",
                "is a folder, but must be a file");
        add("empty file", folder -> write(folder, "merchants.csv", ""), "merchants.csv:1:1", "file is empty");
        add(
                "only a byte order mark",
                folder -> write(folder, "merchants.csv", "\uFEFF"),
                "merchants.csv:1:1",
                "file is empty");
        add(
                "header only in merchants",
                folder -> write(folder, "merchants.csv", "id,joined_on\n"),
                "merchants.csv:2:1",
                "no merchants",
                "Maybe the export failed");
        add(
                "header only in placements",
                folder -> write(folder, "placements.csv", "id,field,impressions"),
                "placements.csv:1:21",
                "no placements");
        add(
                "truncated gzip",
                folder -> {
                    compress(folder, "demand.csv");
                    cut(folder, "demand.csv.gz", 40);
                },
                "demand.csv.gz:",
                "breaks off here",
                "Maybe the copy was cut short");
        add(
                "gzip cut in its header",
                folder -> {
                    compress(folder, "demand.csv");
                    cut(folder, "demand.csv.gz", 5);
                },
                "demand.csv.gz:1:1",
                "breaks off here");
        add(
                "renamed, not compressed",
                folder -> {
                    delete(folder, "demand.csv");
                    write(folder, "demand.csv.gz", "merchant,placement,weight\n");
                },
                "demand.csv.gz:1:1",
                "Not in GZIP format",
                "only renamed");
        add(
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

    private void encodings() {
        add(
                "GB 18030 in place of UTF-8",
                folder -> write(
                        folder,
                        "merchants.csv",
                        "id,joined_on,origin\nm1,2024-11-05,\u5e7f\u5dde\n".getBytes(Charset.forName("GB18030"))),
                "merchants.csv:2:15",
                "not UTF-8",
                "GB 18030");
        add(
                "UTF-16",
                folder -> write(
                        folder, "merchants.csv", "id,joined_on\nm1,2024-11-05\n".getBytes(StandardCharsets.UTF_16)),
                "merchants.csv:1:1",
                "not UTF-8");
        add(
                "bad byte after characters of two units",
                folder -> {
                    byte[] text = "id,joined_on,a\r\n\ud83d\ude00m1,2024-11-05,?\r\n".getBytes(StandardCharsets.UTF_8);
                    text[text.length - 3] = (byte) 0xff;
                    write(folder, "merchants.csv", text);
                },
                "merchants.csv:2:16",
                "not UTF-8");
    }

    private void shapes() {
        add(
                "missing column",
                folder -> replace(folder, "placements.csv", "impressions,", "supply,"),
                "placements.csv:1:1",
                "column 'impressions' is missing");
        add(
                "misspelt required column",
                folder -> replace(folder, "demand.csv", "weight", "wieght"),
                "demand.csv:1:20",
                "column 'weight' is missing",
                "Maybe 'weight' was meant");
        add(
                "misspelt optional column",
                folder -> replace(folder, "placements.csv", "price_per_mille", "price_per_mile"),
                "placements.csv:1:22",
                "Maybe 'price_per_mille' was meant");
        add(
                "column in capitals",
                folder -> replace(folder, "demand.csv", "merchant,", "Merchant,"),
                "demand.csv:1:1",
                "Maybe 'merchant' was meant");
        add(
                "column listed twice",
                folder -> replace(folder, "merchants.csv", "channel", "tier"),
                "merchants.csv:1:80",
                "column 'tier' is listed twice, first as number 6");
        add(
                "column without a name",
                folder -> replace(folder, "demand.csv", "weight", "weight,"),
                "demand.csv:1:27",
                "column has no name");
        add(
                "semicolons between cells",
                folder -> write(folder, "demand.csv", "merchant;placement;weight\nm1;live-1;2\n"),
                "demand.csv:1:1",
                "something else than commas");
        add(
                "no header line",
                folder -> write(folder, "delivered.csv", "7,8,9\n"),
                "delivered.csv:1:1",
                "header line is missing");
        add(
                "too few cells",
                folder -> replace(folder, "demand.csv", "m3,live-1,40.5", "m3,live-1"),
                "demand.csv:3:4",
                "row has 2 cells, but the header has 3",
                "Maybe a comma");
        add(
                "too many cells",
                folder -> replace(folder, "placements.csv", "live-1,live,", "live-1,live,show,"),
                "placements.csv:2:30",
                "row has 7 cells, but the header has 6",
                "not in quotes");
        add(
                "thousands separator that splits a cell",
                folder -> replace(folder, "demand.csv", ",60", ",6,000"),
                "demand.csv:2:11",
                "'6,000' is one number");
        add(
                "unclosed quote",
                folder -> replace(folder, "merchants.csv", "m2,2023-01-01,luggage", "m2,2023-01-01,\"luggage"),
                "merchants.csv:3:15",
                "never closed",
                "Maybe the closing quote");
        add(
                "text after a closing quote",
                folder -> replace(folder, "merchants.csv", "luggage", "\"luggage\" and more"),
                "merchants.csv:3:15",
                "is closed at line 3 before column 24");
        add(
                "fault after a quoted line break",
                folder -> write(
                        folder,
                        "merchants.csv",
                        "id,joined_on,note,tier\r\nm1,2024-11-05,\"two\r\nlines, \"\"quoted\"\"\",x\r\n"),
                "merchants.csv:3:20",
                "tier is 'x', but must be a whole number");
        add(
                "duplicate merchant",
                folder -> append(folder, "merchants.csv", "\nm2,2023-01-01,,,,,,,,,,\n"),
                "merchants.csv:6:1",
                "merchant 'm2' is listed twice, first in line 3");
        add(
                "duplicate placement",
                folder -> append(folder, "placements.csv", "live-1,live,1,,,\n"),
                "placements.csv:5:1",
                "placement 'live-1' is listed twice, first in line 2");
        add(
                "duplicate demand",
                folder -> append(folder, "demand.csv", "m2,live-1,1\n"),
                "demand.csv:5:1",
                "listed twice, first in line 2",
                "Maybe add the two up");
        add(
                "duplicate programme",
                folder -> append(folder, "programmes.csv", "launch,1,,,,\n"),
                "programmes.csv:4:1",
                "programme 'launch' is listed twice, first in line 2");
        add(
                "duplicate festival",
                folder -> append(folder, "festivals.csv", "coat-day,,2024-11-10,2024-11-12,,\n"),
                "festivals.csv:3:1",
                "festival 'coat-day' is listed twice, first in line 2");
        add(
                "duplicate delivery",
                folder -> append(folder, "delivered.csv", "m1,launch,1\n"),
                "delivered.csv:3:1",
                "listed twice, first in line 2");
        add(
                "duplicate enrolment",
                folder -> append(folder, "enrolments.csv", "m1,launch,\n"),
                "enrolments.csv:4:1",
                "listed twice, first in line 2");
    }

    private void numbers() {
        add(
                "bad number",
                folder -> replace(folder, "demand.csv", "40.5", "4o.5"),
                "demand.csv:3:11",
                "weight is '4o.5'");
        add("NaN weight", folder -> replace(folder, "demand.csv", "40.5", "NaN"), "demand.csv:3:11", "not known");
        add(
                "infinite weight",
                folder -> replace(folder, "demand.csv", "40.5", "Infinity"),
                "demand.csv:3:11",
                "weight is 'Infinity', but must be a number");
        add("huge weight", folder -> replace(folder, "demand.csv", "40.5", "1e999"), "demand.csv:3:11", "finite");
        add(
                "negative weight",
                folder -> replace(folder, "demand.csv", "40.5", "-40.5"),
                "demand.csv:3:11",
                "at least 0",
                "Maybe the sign is wrong");
        add("empty weight", folder -> replace(folder, "demand.csv", "40.5", ""), "demand.csv:3:11", "weight is empty");
        add(
                "negative supply",
                folder -> replace(folder, "placements.csv", "10000", "-10000"),
                "placements.csv:2:13",
                "impressions is '-10000', but must be at least 0",
                "Maybe the sign is wrong");
        add(
                "supply beyond all measure",
                folder -> replace(folder, "placements.csv", "10000", "99999999999999999999"),
                "placements.csv:2:13",
                "at most 1000000000000");
        add(
                "supply with decimals",
                folder -> replace(folder, "placements.csv", "10000", "10000.0"),
                "placements.csv:2:13",
                "whole number",
                "Maybe '10000' was meant");
        add(
                "thousands separator",
                folder -> replace(folder, "placements.csv", "10000", "\"10,000\""),
                "placements.csv:2:13",
                "Maybe '10000' was meant",
                "thousands separators");
        add(
                "decimal comma",
                folder -> replace(folder, "demand.csv", "40.5", "\"40,5\""),
                "demand.csv:3:11",
                "Maybe '40.5' was meant");
        add(
                "percent sign",
                folder -> replace(folder, "merchants.csv", "0.95", "95%"),
                "merchants.csv:3:32",
                "quality is '95%'",
                "Maybe '0.95' was meant");
        add(
                "percentage without a sign",
                folder -> replace(folder, "merchants.csv", "0.95", "95"),
                "merchants.csv:3:32",
                "between 0 and 1",
                "Maybe it is a percentage");
        add(
                "ten thousands",
                folder -> replace(folder, "merchants.csv", "200000", "20\u4e07"),
                "merchants.csv:3:37",
                "Maybe '200000' was meant");
        add(
                "negative violations",
                folder -> replace(folder, "merchants.csv", ",2,1000,", ",-2,1000,"),
                "merchants.csv:4:45",
                "violations is '-2'");
        add(
                "tier 0",
                folder -> replace(folder, "programmes.csv", "launch,1", "launch,0"),
                "programmes.csv:2:8",
                "at least 1");
        add(
                "negative pool",
                folder -> replace(folder, "programmes.csv", "5000", "-5000"),
                "programmes.csv:2:30",
                "pool is '-5000'");
        add(
                "unknown unit of a pool",
                folder -> replace(folder, "programmes.csv", ",impressions,", ",impression,"),
                "programmes.csv:2:35",
                "Maybe 'impressions' was meant");
        add(
                "unknown admission",
                folder -> replace(folder, "programmes.csv", "joined", "lottery"),
                "programmes.csv:2:47",
                "[proportional, joined, quality]");
        add(
                "fraction delivered",
                folder -> replace(folder, "delivered.csv", "120", "120.7"),
                "delivered.csv:2:11",
                "whole number");
    }

    private void dates() {
        add(
                "date with slashes",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024/11/5"),
                "merchants.csv:2:4",
                "joined_on is '2024/11/5', but must be a date",
                "Maybe '2024-11-05' was meant");
        add(
                "month and day swapped",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024-13-05"),
                "merchants.csv:2:4",
                "month and day are swapped: '2024-05-13'");
        add(
                "day that does not exist",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024-02-30"),
                "merchants.csv:2:4",
                "fewer days");
        add(
                "year at the end",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "05/11/2024"),
                "merchants.csv:2:4",
                "year stands last");
        add("empty date", folder -> replace(folder, "merchants.csv", "2024-11-05", ""), "merchants.csv:2:4", "empty");
        add(
                "festival dates swapped",
                folder -> replace(folder, "festivals.csv", "2024-11-10,2024-11-12", "2024-11-12,2024-11-10"),
                "festivals.csv:2:29",
                "ends of festival 'coat-day' is 2024-11-10",
                "Maybe the two dates are swapped");
        add(
                "warm-up after the start",
                folder -> replace(folder, "festivals.csv", "2024-11-08", "2024-11-11"),
                "festivals.csv:2:49",
                "warm_up of festival 'coat-day' is 2024-11-11");
        add(
                "bad day of an enrolment",
                folder -> replace(folder, "enrolments.csv", "2024-11-05", "yesterday"),
                "enrolments.csv:2:11",
                "write year-month-day");
    }

    private void references() {
        add(
                "unknown merchant in demand",
                folder -> replace(folder, "demand.csv", "m3,live-1", "m33,live-1"),
                "demand.csv:3:1",
                "merchant is 'm33', but must be the id of a merchant",
                "Maybe 'm3' was meant");
        add(
                "unknown placement in demand",
                folder -> replace(folder, "demand.csv", "m3,live-1", "m3,live-2"),
                "demand.csv:3:4",
                "Maybe 'live-1' was meant");
        add(
                "reserved inlet of an unknown festival",
                folder -> replace(folder, "placements.csv", "coat-day", "goat-day"),
                "placements.csv:4:24",
                "festival is 'goat-day'",
                "Maybe 'coat-day' was meant");
        add(
                "reserved inlet without any festival",
                folder -> {
                    delete(folder, "festivals.csv");
                    delete(folder, "enrolments.csv");
                },
                "placements.csv:4:24",
                "Maybe that file is missing");
        add(
                "enrolment in nothing known",
                folder -> replace(folder, "enrolments.csv", "m1,coat-day", "m1,coat-night"),
                "enrolments.csv:3:4",
                "programme or a festival",
                "Maybe");
        add(
                "enrolment of an unknown merchant",
                folder -> replace(folder, "enrolments.csv", "m1,coat-day", "x9999,coat-day"),
                "enrolments.csv:3:1",
                "Maybe its row is missing there");
        add(
                "delivery by an unknown programme",
                folder -> replace(folder, "delivered.csv", "launch", "lunch"),
                "delivered.csv:2:4",
                "Maybe 'launch' was meant");
        add(
                "delivery to an unknown merchant",
                folder -> replace(folder, "delivered.csv", "m1", "m7"),
                "delivered.csv:2:1",
                "merchant is 'm7'");
        add(
                "blank id",
                folder -> append(folder, "merchants.csv", "  ,2024-01-01,,,,,,,,,,\n"),
                "merchants.csv:5:1",
                "id is empty");
        add(
                "blank field",
                folder -> replace(folder, "placements.csv", "mall-1,mall", "mall-1,"),
                "placements.csv:3:8",
                "field is empty");
        add(
                "blank merchant in demand",
                folder -> replace(folder, "demand.csv", "m3,", ","),
                "demand.csv:3:1",
                "merchant is empty");
    }

    private void settings() {
        add(
                "no day at all",
                folder -> replace(folder, "settings.csv", "as_of,2024-11-11\n", ""),
                "settings.csv:6:1",
                "as_of is missing",
                "Maybe add --as-of");
        add(
                "no settings and no day",
                folder -> delete(folder, "settings.csv"),
                "settings.csv:1:1",
                "as_of is not known",
                "--as-of");
        add(
                "bad day",
                folder -> replace(folder, "settings.csv", "2024-11-11", "11.11."),
                "settings.csv:2:7",
                "as_of is '11.11.'",
                "write year-month-day");
        add(
                "unknown setting",
                folder -> replace(folder, "settings.csv", "boost_limit", "boostlimit"),
                "settings.csv:4:1",
                "Maybe 'boost_limit' was meant");
        add(
                "setting listed twice",
                folder -> append(folder, "settings.csv", "as_of,2024-11-12\n"),
                "settings.csv:7:1",
                "listed twice, first in line 2");
        add(
                "no concentration at all",
                folder -> replace(folder, "settings.csv", "concentration_limit,0.5", "concentration_limit,0"),
                "settings.csv:5:21",
                "concentration_limit is 0.0, but must be above 0");
        add(
                "boost limit below 1",
                folder -> replace(folder, "settings.csv", "boost_limit,5", "boost_limit,0.5"),
                "settings.csv:4:13",
                "boost_limit is 0.5",
                "a boost of 50 % is 1.5");
        add(
                "period of no days",
                folder -> replace(folder, "settings.csv", "period_days,1", "period_days,0"),
                "settings.csv:3:13",
                "period_days is 0");
        add(
                "prior weight of nothing",
                folder -> replace(folder, "settings.csv", "prior_weight,1", "prior_weight,0"),
                "settings.csv:6:14",
                "prior_weight is 0.0");
        add(
                "unlimited boost in words",
                folder -> replace(folder, "settings.csv", "boost_limit,5", "boost_limit,inf"),
                "settings.csv:4:13",
                "leave the row out");
    }
}
