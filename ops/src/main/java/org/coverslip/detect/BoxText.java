package org.coverslip.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Detections as text in a cell of a table, so that a run that was killed finds them again: {@code
 * label:score:x0:y0:x1:y1} with {@code :x y x y ...} behind where there is an outline, {@code ;}
 * between. Hundredths of a pixel, scores to six digits.
 */
final class BoxText {

    private BoxText() {}

    static String write(List<Detection> found) {
        StringBuilder text = new StringBuilder();
        for (Detection d : found) {
            if (text.length() > 0) text.append(';');
            Box b = d.box();
            text.append(d.label()).append(':');
            decimal(text, d.score(), 6);
            for (double v : new double[] {b.x0(), b.y0(), b.x1(), b.y1()}) {
                text.append(':');
                decimal(text, v, 2);
            }
            d.outline().ifPresent(o -> text.append(':').append(points(o)));
        }
        return text.toString();
    }

    private static String points(Outline outline) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < outline.size(); i++) {
            if (i > 0) text.append(' ');
            decimal(text, outline.x()[i], 2);
            text.append(' ');
            decimal(text, outline.y()[i], 2);
        }
        return text.toString();
    }

    /** NB: String.format takes five times as long, and a slide has six numbers per nucleus. */
    private static void decimal(StringBuilder text, double value, int digits) {
        long scale = digits == 2 ? 100 : 1_000_000;
        long v = Math.round(Math.abs(value) * scale);
        if (value < 0 && v > 0) text.append('-');
        text.append(v / scale).append('.');
        String fraction = Long.toString(v % scale);
        text.append("0".repeat(digits - fraction.length())).append(fraction);
    }

    static List<Detection> read(String text) {
        List<Detection> found = new ArrayList<>();
        if (text.isEmpty()) return found;
        for (String one : text.split(";")) {
            String[] cells = one.split(":");
            double[] v = new double[6];
            for (int i = 0; i < v.length; i++) v[i] = Double.parseDouble(cells[i]);
            Optional<Outline> outline =
                    cells.length > 6 ? Optional.of(outline(cells[6])) : Optional.empty();
            found.add(new Detection(new Box(v[2], v[3], v[4], v[5]), (int) v[0], v[1], outline));
        }
        return found;
    }

    private static Outline outline(String text) {
        String[] numbers = text.split(" ");
        double[] x = new double[numbers.length / 2];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Double.parseDouble(numbers[2 * i]);
            y[i] = Double.parseDouble(numbers[2 * i + 1]);
        }
        return new Outline(x, y);
    }
}
