package io.trafficallocator.samples.double11;

import java.util.ArrayList;
import java.util.List;

/** A scale of ratios: equal steps for equal factors. */
record Axis(double least, double most, double left, double right) {
    private static final double[] STEPS = {
        0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1, 1.01, 1.02, 1.05, 1.1, 1.25, 2, 5, 10
    };
    private static final double TOO_CLOSE = 34;

    double at(double value) {
        double span = Math.log(most) - Math.log(least);
        return span <= 0 ? right : left + (right - left) * (Math.log(value) - Math.log(least)) / span;
    }

    /** Round numbers within the scale, 1 always among them, none too near to another for its letters. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        marks.add(1.0);
        for (int index = STEPS.length - 1; index >= 0; index--) {
            double step = STEPS[index];
            if (step >= least
                    && step <= most
                    && marks.stream().allMatch(mark -> Math.abs(at(mark) - at(step)) >= TOO_CLOSE)) {
                marks.add(step);
            }
        }
        return marks;
    }

    /** A round number near {@code rough}: 1, 2 or 5 with zeros behind it. */
    static double round(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, rough))));
        double digit = rough / power;
        return power * (digit >= 7 ? 10 : digit >= 3.5 ? 5 : digit >= 1.5 ? 2 : 1);
    }
}
