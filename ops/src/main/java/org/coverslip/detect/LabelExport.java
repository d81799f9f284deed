package org.coverslip.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.RunFolder;

/** Writes what was found as labels, to be corrected by hand and trained on: {@code labels/coco}. */
final class LabelExport {

    private static final int NAME = 0;
    private static final int WIDTH = 1;
    private static final int HEIGHT = 2;
    private static final int FRAMES = 3;

    private LabelExport() {}

    /** Reads the tables of all images that are done, those of an earlier run included. */
    static void write(RunFolder folder, List<String> labels, List<LabelFormat> formats) {
        if (formats.isEmpty()) return;
        List<LabelledImage> images = new ArrayList<>();
        for (List<String> row : folder.summary().rows()) {
            String name = row.get(NAME);
            if (!row.get(FRAMES).equals("1")) {
                folder.warn(name + ": labels are written of single pictures only, not of movies");
                continue;
            }
            Path table = folder.folderOf(name).resolve("objects.csv");
            List<LabelledBox> boxes = new ArrayList<>();
            List<Found> found = ObjectTable.read(table, labels);
            List<Optional<Outline>> outlines = ObjectOutlines.beside(table, found.size());
            for (int i = 0; i < found.size(); i++) {
                Detection d = found.get(i).detection();
                String label = labels.get(d.label());
                boxes.add(new LabelledBox(label, d.box(), outlines.get(i)).withScore(d.score()));
            }
            images.add(
                    new LabelledImage(
                            name,
                            Integer.parseInt(row.get(WIDTH)),
                            Integer.parseInt(row.get(HEIGHT)),
                            boxes));
        }
        LabelSet set = new LabelSet(labels, images, List.of());
        for (LabelFormat format : formats) {
            format.write(set, folder.path().resolve("labels").resolve(format.name()));
        }
    }
}
