package io.trafficallocator.workbench.scenario;

import static io.trafficallocator.workbench.scenario.ScenarioFiles.append;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.delete;
import static io.trafficallocator.workbench.scenario.ScenarioFiles.replace;

/** Tables of the right form with values that cannot be. */
final class BrokenValues {
    private BrokenValues() {}

    static void addTo(BrokenScenarios all) {
        numbers(all);
        dates(all);
        references(all);
        settings(all);
    }

    private static void numbers(BrokenScenarios all) {
        all.add(
                "bad number",
                folder -> replace(folder, "demand.csv", "40.5", "4o.5"),
                "demand.csv:3:11",
                "weight is '4o.5'");
        all.add("NaN weight", folder -> replace(folder, "demand.csv", "40.5", "NaN"), "demand.csv:3:11", "not known");
        all.add(
                "infinite weight",
                folder -> replace(folder, "demand.csv", "40.5", "Infinity"),
                "demand.csv:3:11",
                "weight is 'Infinity', but must be a number");
        all.add(
                "weight too large for any sum",
                folder -> replace(folder, "demand.csv", "40.5", "1e300"),
                "demand.csv:3:11",
                "weight is '1e300', but must be 0 or between 1e-60 and 1e60",
                "Maybe it is in another unit");
        all.add(
                "weight too small for any sum",
                folder -> replace(folder, "demand.csv", "40.5", "1e-300"),
                "demand.csv:3:11",
                "between 1e-60 and 1e60");
        all.add("huge weight", folder -> replace(folder, "demand.csv", "40.5", "1e999"), "demand.csv:3:11", "finite");
        all.add(
                "negative weight",
                folder -> replace(folder, "demand.csv", "40.5", "-40.5"),
                "demand.csv:3:11",
                "at least 0",
                "Maybe the sign is wrong");
        all.add(
                "empty weight",
                folder -> replace(folder, "demand.csv", "40.5", ""),
                "demand.csv:3:11",
                "weight is empty");
        all.add(
                "negative supply",
                folder -> replace(folder, "placements.csv", "10000", "-10000"),
                "placements.csv:2:13",
                "impressions is '-10000', but must be at least 0",
                "Maybe the sign is wrong");
        all.add(
                "supply beyond all measure",
                folder -> replace(folder, "placements.csv", "10000", "99999999999999999999"),
                "placements.csv:2:13",
                "at most 1000000000000");
        all.add(
                "supply with decimals",
                folder -> replace(folder, "placements.csv", "10000", "10000.0"),
                "placements.csv:2:13",
                "whole number",
                "Maybe '10000' was meant");
        all.add(
                "thousands separator",
                folder -> replace(folder, "placements.csv", "10000", "\"10,000\""),
                "placements.csv:2:13",
                "Maybe '10000' was meant",
                "thousands separators");
        all.add(
                "decimal comma",
                folder -> replace(folder, "demand.csv", "40.5", "\"40,5\""),
                "demand.csv:3:11",
                "Maybe '40.5' was meant");
        all.add(
                "percent sign",
                folder -> replace(folder, "merchants.csv", "0.95", "95%"),
                "merchants.csv:3:32",
                "quality is '95%'",
                "Maybe '0.95' was meant");
        all.add(
                "percentage without a sign",
                folder -> replace(folder, "merchants.csv", "0.95", "95"),
                "merchants.csv:3:32",
                "between 0 and 1",
                "Maybe it is a percentage");
        all.add(
                "ten thousands",
                folder -> replace(folder, "merchants.csv", "200000", "20\u4e07"),
                "merchants.csv:3:37",
                "Maybe '200000' was meant");
        all.add(
                "negative violations",
                folder -> replace(folder, "merchants.csv", ",2,1000,", ",-2,1000,"),
                "merchants.csv:4:45",
                "violations is '-2'");
        all.add(
                "tier 0",
                folder -> replace(folder, "programmes.csv", "launch,1", "launch,0"),
                "programmes.csv:2:8",
                "at least 1");
        all.add(
                "negative pool",
                folder -> replace(folder, "programmes.csv", "5000", "-5000"),
                "programmes.csv:2:30",
                "pool is '-5000'");
        all.add(
                "unknown unit of a pool",
                folder -> replace(folder, "programmes.csv", ",impressions,", ",impression,"),
                "programmes.csv:2:35",
                "Maybe 'impressions' was meant");
        all.add(
                "unknown admission",
                folder -> replace(folder, "programmes.csv", "joined", "lottery"),
                "programmes.csv:2:47",
                "[proportional, joined, quality]");
        all.add(
                "fraction delivered",
                folder -> replace(folder, "delivered.csv", "120", "120.7"),
                "delivered.csv:2:11",
                "whole number");
    }

    private static void dates(BrokenScenarios all) {
        all.add(
                "date with slashes",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024/11/5"),
                "merchants.csv:2:4",
                "joined_on is '2024/11/5', but must be a date",
                "Maybe '2024-11-05' was meant");
        all.add(
                "month and day swapped",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024-13-05"),
                "merchants.csv:2:4",
                "month and day are swapped: '2024-05-13'");
        all.add(
                "day that does not exist",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "2024-02-30"),
                "merchants.csv:2:4",
                "fewer days");
        all.add(
                "year at the end",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "05/11/2024"),
                "merchants.csv:2:4",
                "year stands last");
        all.add(
                "year 0",
                folder -> replace(folder, "merchants.csv", "2024-11-05", "0000-01-01"),
                "merchants.csv:2:4",
                "joined_on is '0000-01-01', but must be a date",
                "Maybe the date is not known");
        all.add(
                "day to plan in the year 0",
                folder -> replace(folder, "settings.csv", "2024-11-11", "0000-11-11"),
                "settings.csv:2:7",
                "as_of is '0000-11-11'");
        all.add(
                "empty date",
                folder -> replace(folder, "merchants.csv", "2024-11-05", ""),
                "merchants.csv:2:4",
                "empty");
        all.add(
                "festival dates swapped",
                folder -> replace(folder, "festivals.csv", "2024-11-10,2024-11-12", "2024-11-12,2024-11-10"),
                "festivals.csv:2:29",
                "ends of festival 'coat-day' is 2024-11-10",
                "Maybe the two dates are swapped");
        all.add(
                "warm-up after the start",
                folder -> replace(folder, "festivals.csv", "2024-11-08", "2024-11-11"),
                "festivals.csv:2:49",
                "warm_up of festival 'coat-day' is 2024-11-11");
        all.add(
                "encore before the end",
                folder -> replace(folder, "festivals.csv", "2024-11-14", "2024-11-11"),
                "festivals.csv:2:60",
                "encore of festival 'coat-day' is 2024-11-11");
        all.add(
                "bad day of an enrolment",
                folder -> replace(folder, "enrolments.csv", "2024-11-05", "yesterday"),
                "enrolments.csv:2:11",
                "write year-month-day");
    }

    private static void references(BrokenScenarios all) {
        all.add(
                "unknown merchant in demand",
                folder -> replace(folder, "demand.csv", "m3,live-1", "m33,live-1"),
                "demand.csv:3:1",
                "merchant is 'm33', but must be the id of a merchant",
                "Maybe 'm3' was meant");
        all.add(
                "unknown placement in demand",
                folder -> replace(folder, "demand.csv", "m3,live-1", "m3,live-2"),
                "demand.csv:3:4",
                "Maybe 'live-1' was meant");
        all.add(
                "reserved inlet of an unknown festival",
                folder -> replace(folder, "placements.csv", "coat-day", "goat-day"),
                "placements.csv:4:24",
                "festival is 'goat-day'",
                "Maybe 'coat-day' was meant");
        all.add(
                "reserved inlet without any festival",
                folder -> {
                    delete(folder, "festivals.csv");
                    delete(folder, "enrolments.csv");
                },
                "placements.csv:4:24",
                "Maybe that file is missing");
        all.add(
                "enrolment in nothing known",
                folder -> replace(folder, "enrolments.csv", "m1,coat-day", "m1,coat-night"),
                "enrolments.csv:3:4",
                "programme or a festival",
                "Maybe");
        all.add(
                "enrolment of an unknown merchant",
                folder -> replace(folder, "enrolments.csv", "m1,coat-day", "x9999,coat-day"),
                "enrolments.csv:3:1",
                "Maybe its row is missing there");
        all.add(
                "delivery by an unknown programme",
                folder -> replace(folder, "delivered.csv", "launch", "lunch"),
                "delivered.csv:2:4",
                "Maybe 'launch' was meant");
        all.add(
                "delivery to an unknown merchant",
                folder -> replace(folder, "delivered.csv", "m1", "m7"),
                "delivered.csv:2:1",
                "merchant is 'm7'");
        all.add(
                "blank id",
                folder -> append(folder, "merchants.csv", "  ,2024-01-01,,,,,,,,,,\n"),
                "merchants.csv:5:1",
                "id is empty");
        all.add(
                "blank field",
                folder -> replace(folder, "placements.csv", "mall-1,mall", "mall-1,"),
                "placements.csv:3:8",
                "field is empty");
        all.add(
                "blank merchant in demand",
                folder -> replace(folder, "demand.csv", "m3,", ","),
                "demand.csv:3:1",
                "merchant is empty");
    }

    private static void settings(BrokenScenarios all) {
        all.add(
                "no day at all",
                folder -> replace(folder, "settings.csv", "as_of,2024-11-11\n", ""),
                "settings.csv:6:1",
                "as_of is missing",
                "Maybe add --as-of");
        all.add(
                "no settings and no day",
                folder -> delete(folder, "settings.csv"),
                "settings.csv:1:1",
                "as_of is not known",
                "--as-of");
        all.add(
                "bad day",
                folder -> replace(folder, "settings.csv", "2024-11-11", "11.11."),
                "settings.csv:2:7",
                "as_of is '11.11.'",
                "write year-month-day");
        all.add(
                "unknown setting",
                folder -> replace(folder, "settings.csv", "boost_limit", "boostlimit"),
                "settings.csv:4:1",
                "Maybe 'boost_limit' was meant");
        all.add(
                "setting listed twice",
                folder -> append(folder, "settings.csv", "as_of,2024-11-12\n"),
                "settings.csv:7:1",
                "listed twice, first in line 2");
        all.add(
                "no concentration at all",
                folder -> replace(folder, "settings.csv", "concentration_limit,0.5", "concentration_limit,0"),
                "settings.csv:5:21",
                "concentration_limit is 0.0, but must be above 0");
        all.add(
                "boost limit below 1",
                folder -> replace(folder, "settings.csv", "boost_limit,5", "boost_limit,0.5"),
                "settings.csv:4:13",
                "boost_limit is 0.5",
                "a boost of 50 % is 1.5");
        all.add(
                "period of no days",
                folder -> replace(folder, "settings.csv", "period_days,1", "period_days,0"),
                "settings.csv:3:13",
                "period_days is 0");
        all.add(
                "prior weight of nothing",
                folder -> replace(folder, "settings.csv", "prior_weight,1", "prior_weight,0"),
                "settings.csv:6:14",
                "prior_weight is 0.0");
        all.add(
                "unlimited boost in words",
                folder -> replace(folder, "settings.csv", "boost_limit,5", "boost_limit,inf"),
                "settings.csv:4:13",
                "leave the row out");
    }
}
