package io.trafficallocator.samples.double11;

import java.util.Locale;

/**
 * One picture in the making. Pictures are {@value #WIDTH} units wide, about the width of a phone, so that their letters
 * stay readable there; colours come from the page's style sheet by class name.
 */
final class Svg {
    static final int WIDTH = 400;

    private final StringBuilder out = new StringBuilder();

    /** Starts a picture; the description is for those who do not see it. */
    Svg(int height, String description) {
        out.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, height));
        out.append("<title>").append(escape(description)).append("</title>");
    }

    /** A rectangle that tells its tip when pointed at. */
    Svg bar(String style, double left, double top, double width, double height, String tip) {
        out.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                style,
                left,
                top,
                Math.max(0, width),
                Math.max(0, height),
                escape(tip)));
        return this;
    }

    Svg dot(String style, double x, double y, double radius, String tip) {
        out.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                style,
                x,
                y,
                radius,
                escape(tip)));
        return this;
    }

    Svg line(String style, double fromX, double fromY, double toX, double toY) {
        out.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                fromX,
                fromY,
                toX,
                toY));
        return this;
    }

    /** A line, or an area when its style fills it, through points given as x, y, x, y, … */
    Svg path(String style, double... points) {
        out.append("<path class=\"").append(style).append("\" d=\"");
        for (int index = 0; index < points.length; index += 2) {
            out.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", index == 0 ? "M" : "L", points[index], points[index + 1]));
        }
        out.append("\"/>");
        return this;
    }

    /** Writes from the left of a point; {@link #textEnd} up to it, {@link #textMiddle} around it. */
    Svg text(String style, double x, double y, String words) {
        return text(style, "start", x, y, words);
    }

    Svg textEnd(String style, double x, double y, String words) {
        return text(style, "end", x, y, words);
    }

    Svg textMiddle(String style, double x, double y, String words) {
        return text(style, "middle", x, y, words);
    }

    String end() {
        return out.append("</svg>").toString();
    }

    static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private Svg text(String style, String anchor, double x, double y, String words) {
        out.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                style,
                anchor,
                x,
                y,
                escape(words)));
        return this;
    }
}
