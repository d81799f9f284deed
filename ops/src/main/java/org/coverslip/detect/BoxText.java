package org.coverslip.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%d:%.6f:%.2f:%.2f:%.2f:%.2f",
                            d.label(),
                            d.score(),
                            b.x0(),
                            b.y0(),
                            b.x1(),
                            b.y1()));
            d.outline().ifPresent(o -> text.append(':').append(points(o)));
        }
        return text.toString();
    }

    private static String points(Outline outline) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < outline.size(); i++) {
            if (i > 0) text.append(' ');
            text.append(String.format(Locale.ROOT, "%.2f %.2f", outline.x()[i], outline.y()[i]));
        }
        return text.toString();
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
