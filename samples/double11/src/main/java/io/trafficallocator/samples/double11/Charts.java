package io.trafficallocator.samples.double11;

import java.util.Arrays;
import java.util.List;

/** The pictures about merchants and programmes. */
final class Charts {
    private static final double LABELS = 150;

    private Charts() {}

    /** A column for each day since joining: promise kept, kept in part, or no promise. */
    static String coverage(List<Figures.Coverage> ages) {
        int height = 210;
        double floor = 180;
        double most = ages.stream().mapToInt(Figures.Coverage::all).max().orElse(1);
        double scale = (floor - 16) / Math.max(1, most);
        double step = (Svg.WIDTH - 34.0) / ages.size();
        Svg svg = new Svg(height, "New merchants by days since joining");
        double round = Axis.round(most / 3);
        for (double count = round; count <= most; count += round) {
            double y = floor - count * scale;
            svg.line("grid", 34, y, Svg.WIDTH, y).textEnd("small", 30, y + 4, Words.compact(count));
        }
        for (Figures.Coverage age : ages) {
            double left = 34 + age.age() * step;
            String tip = "joined " + age.age() + " days ago: " + age.met() + " receive all that is due, " + age.less()
                    + " less, " + age.unpromised() + " were promised nothing";
            double top = floor;
            top = stack(svg, "met", left, top, step, age.met() * scale, tip);
            top = stack(svg, "less", left, top, step, age.less() * scale, tip);
            stack(svg, "none", left, top, step, age.unpromised() * scale, tip);
            if (age.age() % 7 == 0) {
                svg.textMiddle("small", left + step / 2, floor + 15, Integer.toString(age.age()));
            }
        }
        return svg.line("axis", 34, floor, Svg.WIDTH, floor)
                .textEnd("small", Svg.WIDTH, height - 3, "days since joining")
                .end();
    }

    private static double stack(
            Svg svg, String style, double left, double bottom, double step, double height, String tip) {
        if (height > 0) {
            svg.bar(style, left + 1, bottom - height, step - 2, height, tip);
        }
        return bottom - height;
    }

    /** Who gains and who gives way through one programme. */
    static String changes(List<Figures.Segment> segments, Figures.Effect effect, int colour) {
        int row = 27;
        double zero = 272;
        double reach = 62;
        double most = Math.max(
                1, Arrays.stream(effect.changeBySegment()).map(Math::abs).max().orElse(1));
        int height = row * segments.size() + 4;
        Svg svg = new Svg(height, "Impressions gained and given by group of merchants through " + effect.name());
        svg.line("axis", zero, 0, zero, height);
        for (int index = 0; index < segments.size(); index++) {
            long change = effect.changeBySegment()[index];
            double length = reach * change / most;
            double y = row * index + 4;
            String tip = segments.get(index).name() + ": " + Words.signed(change) + " impressions";
            svg.text("label", 0, y + 14, segments.get(index).name());
            if (change >= 0) {
                svg.bar("p" + colour, zero, y + 2, length, row - 11, tip)
                        .text("value", zero + length + 5, y + 14, change == 0 ? "0" : Words.signed(change));
            } else {
                svg.bar("gives", zero + length, y + 2, -length, row - 11, tip)
                        .textEnd("value", zero + length - 5, y + 14, Words.signed(change));
            }
        }
        return svg.end();
    }

    /** Impressions gained in each field, a bar for each programme. */
    static String fields(List<String> fields, List<Figures.Effect> effects) {
        int bar = 13;
        int row = bar * effects.size() + 12;
        double most = 1;
        for (Figures.Effect effect : effects) {
            most = Math.max(
                    most, (double) Arrays.stream(effect.gainByField()).max().orElse(0));
        }
        double room = Svg.WIDTH - 90 - 62;
        Svg svg = new Svg(row * fields.size() + 2, "Impressions gained by field and programme");
        for (int field = 0; field < fields.size(); field++) {
            double y = row * field + 4;
            svg.text("label", 0, y + row / 2.0, fields.get(field));
            for (int index = 0; index < effects.size(); index++) {
                Figures.Effect effect = effects.get(index);
                long gain = effect.gainByField()[field];
                double length = room * gain / most;
                String tip = effect.name() + ", " + fields.get(field) + ": " + Words.signed(gain) + " impressions";
                svg.bar("p" + index, 90, y + bar * index, length, bar - 2, tip)
                        .text("value", 90 + length + 5, y + bar * index + 10, Words.compact(gain));
            }
        }
        return svg.line("axis", 90, 0, 90, row * fields.size()).end();
    }

    /** How much of all impressions the least seen x % of merchants have. */
    static String exposure(Figures.Exposure organic, Figures.Exposure plan) {
        double left = 34;
        double top = 8;
        double side = 250;
        double width = Svg.WIDTH - left - 6;
        Svg svg = new Svg(298, "Lorenz curves of exposure, organic and planned");
        for (int mark = 0; mark <= 4; mark++) {
            double x = left + width * mark / 4;
            double y = top + side - side * mark / 4;
            svg.line("grid", left, y, left + width, y)
                    .textEnd("small", left - 4, y + 4, mark * 25 + " %")
                    .textMiddle("small", Math.min(x, Svg.WIDTH - 14), top + side + 15, mark * 25 + " %");
        }
        return svg.path("equal", left, top + side, left + width, top)
                .path("organic", points(organic.curve(), left, top, width, side))
                .path("plan", points(plan.curve(), left, top, width, side))
                .textEnd("small", Svg.WIDTH, 294, "merchants, the least seen first")
                .end();
    }

    private static double[] points(double[] curve, double left, double top, double width, double side) {
        double[] points = new double[2 * curve.length];
        for (int index = 0; index < curve.length; index++) {
            points[2 * index] = left + width * index / (curve.length - 1);
            points[2 * index + 1] = top + side - side * curve[index];
        }
        return points;
    }

    /** What guarantees lack, by programme and reason. */
    static String missing(List<Figures.Missing> missing) {
        int row = 42;
        double most = missing.stream().mapToLong(Figures.Missing::lacking).max().orElse(1);
        Svg svg = new Svg(Math.max(row, row * missing.size()), "Impressions that guarantees lack, by reason");
        for (int index = 0; index < missing.size(); index++) {
            Figures.Missing part = missing.get(index);
            double y = row * index;
            String title = part.name() + ": " + part.reason();
            String tip = Words.grouped(part.guarantees()) + " guarantees lack " + Words.grouped(part.lacking())
                    + " impressions" + (part.by().isEmpty() ? "" : ": " + String.join(", ", part.by()));
            double room = Svg.WIDTH - 140.0;
            svg.text("label", 0, y + 13, title)
                    .bar("track", 0, y + 19, room, 13, tip)
                    .bar("p" + part.effect(), 0, y + 19, Math.max(1.5, room * part.lacking() / most), 13, tip)
                    .textEnd(
                            "value",
                            Svg.WIDTH,
                            y + 30,
                            Words.compact(part.lacking()) + " of " + Words.compact(part.due()) + " due");
        }
        return svg.end();
    }

    /** What each programme committed of its pool. */
    static String pools(List<Figures.Pool> pools) {
        int row = 40;
        Svg svg = new Svg(row * pools.size(), "Share of each pool that is committed");
        for (int index = 0; index < pools.size(); index++) {
            Figures.Pool pool = pools.get(index);
            double y = row * index;
            boolean limited = Double.isFinite(pool.limit());
            double share = limited && pool.limit() > 0 ? pool.committed() / pool.limit() : 0;
            String words = Words.compact(pool.committed())
                    + (limited ? " of " + Words.compact(pool.limit()) : "")
                    + " " + pool.unit();
            svg.text("label", 0, y + 13, pool.name()).textEnd("value", Svg.WIDTH, y + 13, words);
            if (limited) {
                svg.bar("track", 0, y + 20, Svg.WIDTH, 10, words)
                        .bar("p" + pool.effect(), 0, y + 20, Svg.WIDTH * Math.min(1, share), 10, words);
            } else {
                svg.text("small", 0, y + 29, "no limit of its own");
            }
        }
        return svg.end();
    }

    /** How hard each placement is squeezed by promises: the factor on the share of those without one. */
    static String prices(List<Figures.Price> prices) {
        int row = 19;
        double right = Svg.WIDTH - 54;
        double left = LABELS + 12;
        double least = 1;
        double most = 1;
        for (Figures.Price price : prices) {
            least = Math.min(least, Math.max(1e-3, price.factor()));
            most = Math.max(most, Math.min(1e3, price.factor()));
        }
        Axis axis = new Axis(least, most, left + 6, right - 6);
        int height = row * prices.size() + 22;
        Svg svg = new Svg(height, "Factor on organic shares by placement");
        for (double mark : axis.marks()) {
            svg.line(mark == 1 ? "axis" : "grid", axis.at(mark), 16, axis.at(mark), height)
                    .textMiddle("small", axis.at(mark), 10, "×" + trimmed(mark));
        }
        svg.textEnd("small", Svg.WIDTH, 10, "¥/1,000");
        for (int index = 0; index < prices.size(); index++) {
            Figures.Price price = prices.get(index);
            double y = row * index + 29;
            double factor = Math.min(1e3, Math.max(1e-3, price.factor()));
            String tip = price.placement() + " (" + price.field() + "): ×" + Words.decimals(price.factor(), 3) + ", "
                    + Words.compact(price.supply()) + " impressions" + (price.reserved() ? ", reserved" : "");
            svg.text(price.reserved() ? "label strong" : "label", 0, y + 4, price.placement())
                    .line("stem", axis.at(1), y, axis.at(factor), y)
                    .dot(price.reserved() ? "dot reserved" : "dot", axis.at(factor), y, 5, tip)
                    .textEnd("value", Svg.WIDTH, y + 4, trimmed(price.yuanPerMille()));
        }
        return svg.end();
    }

    private static String trimmed(double value) {
        return value == Math.rint(value)
                ? Words.grouped((long) value)
                : Words.decimals(value, 3).replaceAll("0+$", "");
    }
}
