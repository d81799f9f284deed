package org.coverslip.segment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.job.Region;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;

/** The ROIs of all images of a run in one table: {@code rois.csv} beside summary.csv. */
final class RoiTable {

    private static final String FILE = "rois.csv";

    private RoiTable() {}

    /**
     * Puts the images' own tables below each other, with the image's name first. Those of an
     * earlier run of the same request are in it.
     */
    static void write(RunFolder folder, Region region) {
        if (region != Region.ROIS) return;
        List<String> columns = new ArrayList<>(List.of("image"));
        List<List<String>> rows = new ArrayList<>();
        for (List<String> image : folder.summary().rows()) {
            Path own = folder.folderOf(image.get(0)).resolve(FILE);
            if (!Files.exists(own)) continue;
            Table table = Table.read(own);
            if (columns.size() == 1) columns.addAll(table.columns());
            for (List<String> cells : table.rows()) {
                List<String> row = new ArrayList<>(List.of(image.get(0)));
                row.addAll(cells);
                rows.add(row);
            }
        }
        if (!rows.isEmpty()) new Table(columns, rows).write(folder.path().resolve(FILE));
    }
}
