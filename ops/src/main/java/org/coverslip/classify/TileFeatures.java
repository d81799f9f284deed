package org.coverslip.classify;

import com.google.gson.stream.JsonWriter;
import java.awt.Color;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.report.LabelColours;
import org.coverslip.report.WholeFile;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileGrid;

/**
 * Writes a slide's tiles as GeoJSON that QuPath opens: a rectangle per tile in level-0 pixels, its
 * prediction as the classification and the probabilities as measurements. Streams: a million tiles
 * need no memory.
 */
final class TileFeatures {

    private final List<String> labels;
    private final boolean exclusive;

    TileFeatures(List<String> labels, boolean exclusive) {
        this.labels = labels;
        this.exclusive = exclusive;
    }

    /**
     * @param scores [label][position in the grid's order]
     */
    void write(Path file, TileGrid grid, float[][] scores) {
        WholeFile.write(file, out -> write(out, grid, scores));
    }

    private void write(OutputStream out, TileGrid grid, float[][] scores) throws IOException {
        // NB: JsonWriter escapes < and > unless told not to; QuPath reads both, people read one.
        JsonWriter json =
                new JsonWriter(
                        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        json.setHtmlSafe(false);
        json.beginObject().name("type").value("FeatureCollection").name("features").beginArray();
        int i = 0;
        for (Tile tile : grid) {
            if (!Float.isNaN(scores[0][i])) feature(json, tile, scores, i);
            i++;
        }
        json.endArray().endObject();
        json.flush();
    }

    private void feature(JsonWriter json, Tile tile, float[][] scores, int i) throws IOException {
        json.beginObject().name("type").value("Feature");
        json.name("geometry").beginObject().name("type").value("Polygon");
        json.name("coordinates").beginArray().beginArray();
        double right = tile.x0() + tile.w0();
        double low = tile.y0() + tile.h0();
        point(json, tile.x0(), tile.y0());
        point(json, right, tile.y0());
        point(json, right, low);
        point(json, tile.x0(), low);
        point(json, tile.x0(), tile.y0());
        json.endArray().endArray().endObject();
        json.name("properties").beginObject().name("objectType").value("tile");
        classification(json, scores, i);
        json.name("measurements").beginObject();
        for (int c = 0; c < labels.size(); c++) json.name(labels.get(c)).value(scores[c][i]);
        json.endObject().endObject().endObject();
    }

    private void classification(JsonWriter json, float[][] scores, int i) throws IOException {
        int best = 0;
        for (int c = 1; c < labels.size(); c++) if (scores[c][i] > scores[best][i]) best = c;
        // NB: where labels stand for themselves a tile may have none.
        if (!exclusive && scores[best][i] < Prediction.PRESENT) return;
        Color colour = LabelColours.of(best);
        json.name("classification").beginObject().name("name").value(labels.get(best));
        json.name("color").beginArray();
        json.value(colour.getRed()).value(colour.getGreen()).value(colour.getBlue());
        json.endArray().endObject();
    }

    private static void point(JsonWriter json, double x, double y) throws IOException {
        json.beginArray().value(round(x)).value(round(y)).endArray();
    }

    /** Thousandths of a pixel: enough, and a third of the file. */
    private static double round(double v) {
        return Math.rint(v * 1000) / 1000;
    }
}
