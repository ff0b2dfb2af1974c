package io.trafficallocator.samples.double11;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The figures as one HTML page that needs nothing beside it: no script, no network, no font. */
final class Page {
    private final Figures figures;
    private final StringBuilder out = new StringBuilder();

    private Page(Figures figures) {
        this.figures = figures;
    }

    /** The whole page; well-formed XML as well, so that it can be checked. */
    static String of(Figures figures) throws IOException {
        Page page = new Page(figures);
        page.head();
        page.tiles();
        page.out.append("<div class=\"cards\"><div class=\"column\">");
        page.coverage();
        page.segments();
        page.missing();
        page.out.append("</div><div class=\"column\">");
        page.exposure();
        page.out.append("</div>");
        page.changes();
        page.out.append("<div class=\"column\">");
        page.fields();
        page.pools();
        page.newcomer();
        page.out.append("</div>");
        page.prices();
        page.out.append("</div>");
        page.foot();
        return page.out.toString();
    }

    private void head() throws IOException {
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .append("<meta name=\"color-scheme\" content=\"light dark\"/>")
                .append("<title>Double 11: what the promises move</title><style>")
                .append(style())
                .append("</style></head><body><main>");
        out.append("<h1>Double 11: what the promises move</h1><p class=\"lead\">");
        text("One day, " + figures.day() + ", of a made-up marketplace with "
                + Words.grouped(figures.merchants())
                + " merchants. Rules promise traffic to newcomers, to those who rise, and to the merchants of three"
                + " festivals; the plan keeps what can be kept and otherwise follows demand. Every figure on this page is"
                + " read from the plan, or is the difference of two plans.");
        out.append("</p>");
    }

    private void tiles() {
        double seconds = figures.seconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        out.append("<div class=\"tiles\">");
        tile(Words.compact(figures.planned()), "impressions planned");
        tile(Words.grouped(figures.cells()), "pairs of merchant and placement");
        tile(
                Words.percent(figures.covered()),
                "of " + Words.grouped(figures.promised()) + " new merchants with a promise receive all of it");
        tile(
                Words.decimals(figures.plan().gini(), 3),
                "Gini of exposure; " + Words.decimals(figures.organic().gini(), 3) + " without any rules");
        tile(Words.decimals(seconds, 1) + " s", "from facts to plan");
        out.append("</div>");
    }

    private void tile(String value, String meaning) {
        out.append("<div class=\"tile\"><b>");
        text(value);
        out.append("</b><span>");
        text(meaning);
        out.append("</span></div>");
    }

    private void coverage() {
        card(
                "New merchants, by days since joining",
                Words.percent(figures.covered())
                        + " of those with a promise receive everything due today; how many follows from the size of the pool, which is"
                        + " made up like the merchants. "
                        + Words.grouped(figures.newcomers() - figures.promised())
                        + " of " + Words.grouped(figures.newcomers())
                        + " were promised nothing, because of violations or poor quality.");
        key("p0", "all that is due", "p1", "less than is due", "gives", "no promise");
        close(Charts.coverage(figures.coverage()));
    }

    private void exposure() {
        card(
                "Exposure curves",
                "Share of impressions of the least seen part of the merchants: all of them above, the new ones below."
                        + " Unseen altogether among the new: "
                        + Words.percent(figures.newOrganic().unseen())
                        + " organically, " + Words.percent(figures.newPlan().unseen()) + " in the plan.");
        curves("all", figures.organic(), figures.plan());
        curves("new", figures.newOrganic(), figures.newPlan());
        close("");
    }

    private void curves(String who, Figures.Exposure organic, Figures.Exposure plan) {
        key(
                "axis",
                who + ", organic: Gini " + Words.decimals(organic.gini(), 3),
                "p0",
                who + ", planned: Gini " + Words.decimals(plan.gini(), 3));
        out.append(Charts.exposure(organic, plan));
    }

    private void changes() {
        out.append("<section class=\"card wide\">");
        title(
                "Who gains and who gives way",
                "The plan minus the plan without that policy, by group of merchants. Each panel has its own"
                        + " scale.");
        out.append("<div class=\"trio\">");
        for (int index = 0; index < figures.effects().size(); index++) {
            Figures.Effect effect = figures.effects().get(index);
            out.append("<div><h3>");
            text(effect.name());
            out.append("</h3><p class=\"how\">");
            text(Words.compact(effect.moved()) + " impressions move; " + Words.grouped(effect.reached())
                    + " merchants hold something from it"
                    + (effect.guarantees() == 0
                            ? "."
                            : "; " + Words.grouped(effect.met()) + " of " + Words.grouped(effect.guarantees())
                                    + " guarantees are met."));
            out.append("</p>")
                    .append(Charts.changes(figures.segments(), effect, index))
                    .append("</div>");
        }
        out.append("</div></section>");
    }

    private void segments() {
        card("Impressions by group", "Every merchant is in the first group that fits.");
        out.append(
                "<div class=\"scroll\"><table><thead><tr><th>group</th><th>merchants</th><th>organic</th><th>planned</th>"
                        + "<th>change</th></tr></thead><tbody>");
        for (Figures.Segment segment : figures.segments()) {
            out.append("<tr><td>");
            text(segment.name());
            out.append("</td>");
            cell(Words.grouped(segment.merchants()));
            cell(Words.compact(segment.organic()));
            cell(Words.compact(segment.planned()));
            cell(Words.signed(segment.planned() - segment.organic()));
            out.append("</tr>");
        }
        close("</tbody></table></div>");
    }

    private void fields() {
        card("Where the impressions move", "Impressions gained in each field by those who gain, by policy.");
        programmeKey();
        close(Charts.fields(figures.fields(), figures.effects()));
    }

    private void missing() {
        long lacking =
                figures.missing().stream().mapToLong(Figures.Missing::lacking).sum();
        card(
                "Shortfalls, by reason",
                figures.missing().isEmpty()
                        ? "Every guarantee is met."
                        : Words.compact(lacking) + " impressions that guarantees lack, and why. Nothing is dropped"
                                + " silently; each shortfall can be carried into the next day.");
        close(figures.missing().isEmpty() ? "" : Charts.missing(figures.missing()));
    }

    private void pools() {
        card("Pools", "What each programme committed of what it may spend today.");
        StringBuilder dampened = new StringBuilder();
        for (Figures.Pool pool : figures.pools()) {
            if (pool.boostExponent() < 1) {
                dampened.append("<p class=\"how\">")
                        .append(Svg.escape("The boosts of the " + pool.name()
                                + " are dampened for all alike, to the power "
                                + Words.decimals(pool.boostExponent(), 3) + ", so that its pool lasts."))
                        .append("</p>");
            }
        }
        close(Charts.pools(figures.pools()) + dampened);
    }

    private void prices() {
        card(
                "Placement prices",
                "A merchant's impressions are its share of demand times the placement's price, times its own"
                        + " multipliers. Below ×1, promises crowd a placement; above ×1, the limit on any one merchant's"
                        + " share leaves more to all others. On the right, the list price in yuan."
                        + (figures.unallocated() == 0
                                ? ""
                                : " " + Words.compact(figures.unallocated())
                                        + " impressions stay in inlets that nobody may enter today."));
        key("p0", "open", "p1", "reserved for a festival");
        close(Charts.prices(figures.prices()));
    }

    private void newcomer() {
        if (figures.newcomer().isEmpty()) {
            return;
        }
        card(
                "One new merchant, explained",
                "What the library answers when asked why, with the steps of all placements added up.");
        out.append("<pre>");
        text(String.join("\n", figures.newcomer()));
        close("</pre>");
    }

    private void foot() {
        out.append("<footer>");
        StringBuilder stages = new StringBuilder();
        figures.seconds()
                .forEach((stage, seconds) -> stages.append(stages.isEmpty() ? "" : ", ")
                        .append(stage)
                        .append(' ')
                        .append(Words.decimals(seconds, 2)));
        text("Seconds by stage: " + stages + ". The programmes follow a trade-press article of November 2024 on a real"
                + " Double 11; merchants, demand, prices and amounts are synthetic and drawn from a fixed seed.");
        out.append("</footer></main></body></html>\n");
    }

    private void programmeKey() {
        String[] entries = new String[2 * figures.effects().size()];
        for (int index = 0; index < figures.effects().size(); index++) {
            entries[2 * index] = "p" + index;
            entries[2 * index + 1] = figures.effects().get(index).name();
        }
        key(entries);
    }

    private void card(String title, String how) {
        out.append("<section class=\"card\">");
        title(title, how);
    }

    private void title(String title, String how) {
        out.append("<h2>");
        text(title);
        out.append("</h2><p class=\"how\">");
        text(how);
        out.append("</p>");
    }

    private void close(String content) {
        out.append(content).append("</section>");
    }

    /** Takes a style and its meaning, in turn. */
    private void key(String... entries) {
        out.append("<ul class=\"key\">");
        for (int index = 0; index < entries.length; index += 2) {
            out.append("<li><i class=\"").append(entries[index]).append("\"></i>");
            text(entries[index + 1]);
            out.append("</li>");
        }
        out.append("</ul>");
    }

    private void cell(String words) {
        out.append("<td>");
        text(words);
        out.append("</td>");
    }

    private void text(String words) {
        out.append(Svg.escape(words));
    }

    private static String style() throws IOException {
        try (InputStream css = Page.class.getResourceAsStream("page.css")) {
            if (css == null) {
                throw new IOException("page.css is missing beside the classes of this sample. Maybe only the sources"
                        + " were compiled; run Maven's package phase.");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
