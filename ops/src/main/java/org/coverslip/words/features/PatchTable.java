package org.coverslip.words.features;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.report.Table;
import org.coverslip.tile.Tile;

/** Where the patches of a slide lie: {@code patches.csv} beside their features. */
final class PatchTable {

    private static final List<String> COLUMNS =
            List.of(
                    "tile",
                    "row",
                    "column",
                    "x",
                    "y",
                    "width",
                    "height",
                    "level",
                    "levelx",
                    "levely",
                    "levelwidth",
                    "levelheight");

    private PatchTable() {}

    static void write(Path file, List<Tile> tiles) {
        List<List<String>> rows = new ArrayList<>(tiles.size());
        for (Tile t : tiles) {
            rows.add(
                    List.of(
                            Integer.toString(t.index()),
                            Integer.toString(t.row()),
                            Integer.toString(t.column()),
                            Double.toString(t.x0()),
                            Double.toString(t.y0()),
                            Double.toString(t.w0()),
                            Double.toString(t.h0()),
                            Integer.toString(t.level()),
                            Double.toString(t.x()),
                            Double.toString(t.y()),
                            Double.toString(t.width()),
                            Double.toString(t.height())));
        }
        new Table(COLUMNS, rows).write(file);
    }

    static List<Tile> read(Path file) {
        Table table = Table.read(file);
        try {
            if (!table.columns().equals(COLUMNS)) throw new NumberFormatException("columns");
            return table.rows().stream().map(PatchTable::tile).toList();
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    file, "this is not a table of patches", "delete it and run again", e);
        }
    }

    private static Tile tile(List<String> cells) {
        double[] d = new double[cells.size()];
        for (int i = 0; i < d.length; i++) d[i] = Double.parseDouble(cells.get(i));
        return new Tile(
                (int) d[0],
                (int) d[1],
                (int) d[2],
                d[3],
                d[4],
                d[5],
                d[6],
                (int) d[7],
                d[8],
                d[9],
                d[10],
                d[11]);
    }
}
