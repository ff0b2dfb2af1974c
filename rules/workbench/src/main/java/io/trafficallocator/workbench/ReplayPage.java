package io.trafficallocator.workbench;

import java.util.Locale;

/** A replay as a page that needs no network. */
final class ReplayPage {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;

    private ReplayPage() {}

    static String of(Replay replay) {
        StringBuilder line = new StringBuilder();
        double most =
                Math.max(1, replay.open().stream().mapToLong(open -> open).max().orElse(1));
        int last = replay.open().size() - 1;
        for (int step = 0; step <= last; step++) {
            line.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    (double) WIDTH * step / Math.max(1, last),
                    HEIGHT - HEIGHT * replay.open().get(step) / most));
        }
        StringBuilder lagging = new StringBuilder();
        replay.lagging()
                .forEach(one -> lagging.append("<tr><td>")
                        .append(escape(one.merchant()))
                        .append("</td><td>")
                        .append(escape(one.scope()))
                        .append("</td><td>")
                        .append(one.due())
                        .append("</td><td>")
                        .append(one.delivered())
                        .append("</td></tr>\n"));
        StringBuilder pools = new StringBuilder();
        replay.pools()
                .forEach(pool -> pools.append("<tr><td>")
                        .append(escape(pool.name()))
                        .append("</td><td>")
                        .append(Replay.amount(pool, pool.limit()).toPlainString())
                        .append("</td><td>")
                        .append(Replay.amount(pool, pool.spent()).toPlainString())
                        .append("</td></tr>\n"));
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Replay</title>
                <style>body{font:15px sans-serif;max-width:760px;margin:2em auto}td,th{padding:.2em 1em;text-align:left}</style>
                <h1>Replay of %,d requests</h1>
                <p>%,d impressions; relevance kept %.4f of the highest scores; %,d impressions short.</p>
                <h2>Promised impressions still open, from the first request to the last</h2>
                <svg viewBox="-5 -20 %d %d" role="img"><text x="0" y="-6" font-size="12">%,.0f</text>
                <path d="M0 0V%dH%d" fill="none" stroke="#999"/>
                <polyline points="%s" fill="none" stroke="#06c" stroke-width="2"/></svg>
                <h2>Promises that were missed</h2>
                <table><tr><th>merchant</th><th>scope</th><th>due</th><th>delivered</th></tr>
                %s</table>
                %s
                </html>
                """,
                replay.requests(),
                replay.impressions(),
                replay.kept(),
                replay.shortfall(),
                WIDTH + 10,
                HEIGHT + 30,
                most,
                HEIGHT,
                WIDTH,
                line.toString().strip(),
                lagging,
                pools.isEmpty()
                        ? ""
                        : "<h2>Pools</h2>\n<table><tr><th>pool</th><th>limit</th><th>spent</th></tr>\n" + pools
                                + "</table>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
