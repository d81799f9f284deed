package org.coverslip.classify;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coverslip.job.ImageItem;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Montage;
import org.coverslip.report.Numbers;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.Slide;

/**
 * What is drawn and ranked from the rows of summary.csv once they are all there: topk.csv and
 * montage.png.
 */
final class ClassifyPictures {

    private static final int TOP = 5;
    private static final int FIRST_SCORE = 4;

    private final RunFolder folder;
    private final List<String> labels;

    ClassifyPictures(RunFolder folder, List<String> labels) {
        this.folder = folder;
        this.labels = labels;
    }

    void write(List<ImageItem> items) {
        Table summary = folder.summary();
        if (summary.rows().isEmpty()) return;
        Map<String, ImageItem> byName = new HashMap<>();
        items.forEach(i -> byName.put(i.id().name(), i));
        List<List<String>> ranks = new ArrayList<>();
        Montage montage = new Montage();
        for (List<String> row : summary.rows()) {
            Prediction prediction = read(row);
            List<Prediction.Ranked> top = prediction.top(TOP);
            for (int rank = 0; rank < top.size(); rank++) {
                Prediction.Ranked r = top.get(rank);
                ranks.add(
                        List.of(
                                row.get(0),
                                Integer.toString(rank + 1),
                                r.label(),
                                Numbers.text(r.probability())));
            }
            BufferedImage picture = montage.isFull() ? null : thumbnail(byName.get(row.get(0)));
            Prediction.Ranked first = top.get(0);
            String caption =
                    String.format(Locale.ROOT, "%s %.3f", first.label(), first.probability());
            String title = Path.of(row.get(0)).getFileName().toString();
            montage.add(picture, title, caption, LabelColours.of(prediction.best()));
        }
        new Table(List.of("image", "rank", "label", "probability"), ranks)
                .write(folder.path().resolve("topk.csv"));
        montage.write(folder.path().resolve("montage.png"));
    }

    private Prediction read(List<String> row) {
        List<Double> p =
                row.subList(FIRST_SCORE, FIRST_SCORE + labels.size()).stream()
                        .map(Double::parseDouble)
                        .toList();
        return new Prediction(labels, p, false);
    }

    /**
     * NB: read a second time rather than kept: a folder may hold any number of images, and one may
     * fail by now.
     */
    private static BufferedImage thumbnail(ImageItem item) {
        try (Slide slide = item.opener().open()) {
            return Thumbnail.of(slide, Montage.SIDE);
        } catch (IOException | RuntimeException e) {
            return new BufferedImage(Montage.SIDE, Montage.SIDE, BufferedImage.TYPE_INT_RGB);
        }
    }
}
