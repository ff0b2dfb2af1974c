package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * What a file of a scenario may hold.
 *
 * @param name the file's name without {@code .gz}
 * @param required columns that must be there
 * @param optional columns that may be there
 * @param open whether other columns mean something too
 */
record TableFormat(String name, ImmutableList<String> required, ImmutableList<String> optional, boolean open) {
    static final TableFormat MERCHANTS = new TableFormat(
            "merchants.csv",
            ImmutableList.of("id", "joined_on"),
            ImmutableList.of(
                    "categories", "origin", "size", "tier", "quality", "gmv", "growth", "violations", "deposit"),
            true);
    static final TableFormat PLACEMENTS = closed(
            "placements.csv",
            ImmutableList.of("id", "field", "impressions"),
            ImmutableList.of("price_per_mille", "festival", "categories"));
    static final TableFormat DEMAND =
            closed("demand.csv", ImmutableList.of("merchant", "placement", "weight"), ImmutableList.of());
    static final TableFormat PROGRAMMES = closed(
            "programmes.csv",
            ImmutableList.of("id", "tier"),
            ImmutableList.of("name", "pool", "pool_unit", "admission"));
    static final TableFormat FESTIVALS = closed(
            "festivals.csv",
            ImmutableList.of("id", "categories", "starts", "ends"),
            ImmutableList.of("name", "warm_up", "encore"));
    static final TableFormat ENROLMENTS =
            closed("enrolments.csv", ImmutableList.of("merchant", "programme_or_festival"), ImmutableList.of("on"));
    static final TableFormat DELIVERED =
            closed("delivered.csv", ImmutableList.of("merchant", "programme", "impressions"), ImmutableList.of());
    static final TableFormat PARAMETERS = closed(
            "parameters.csv", ImmutableList.of("programme", "name", "value"), ImmutableList.of("starts", "ends"));
    static final TableFormat SETTINGS = closed("settings.csv", ImmutableList.of("name", "value"), ImmutableList.of());

    static final ImmutableList<TableFormat> ALL = ImmutableList.of(
            MERCHANTS, PLACEMENTS, DEMAND, PROGRAMMES, FESTIVALS, ENROLMENTS, DELIVERED, PARAMETERS, SETTINGS);
    /** What requests looked like, to be replayed; no part of a scenario. */
    static final TableFormat REQUESTS =
            closed("requests.csv", ImmutableList.of("request", "placement", "merchant", "score"), ImmutableList.of());
    /** Promises to replay requests against; no part of a scenario. */
    static final TableFormat FLOORS =
            closed("floors.csv", ImmutableList.of("merchant", "impressions"), ImmutableList.of());

    private static TableFormat closed(String name, ImmutableList<String> required, ImmutableList<String> optional) {
        return new TableFormat(name, required, optional, false);
    }

    ImmutableSet<String> columns() {
        return ImmutableSet.<String>builder().addAll(required).addAll(optional).build();
    }
}
