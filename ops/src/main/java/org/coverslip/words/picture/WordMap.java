package org.coverslip.words.picture;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.report.FloatMap;
import org.coverslip.tile.Tile;

/**
 * Which word lies where on a slide, on the grid of its patches.
 *
 * @param width columns
 * @param height rows
 * @param words per place, row by row; -1 where there is no patch
 * @param scaleX pixels of the slide per column
 * @param scaleY pixels of the slide per row
 * @param offsetX left edge of column 0
 * @param offsetY upper edge of row 0
 */
public record WordMap(
        int width,
        int height,
        int[] words,
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY) {

    /**
     * @param words one per tile
     */
    public static WordMap of(List<Tile> tiles, int[] words) {
        int width = tiles.stream().mapToInt(Tile::column).max().orElse(0) + 1;
        int height = tiles.stream().mapToInt(Tile::row).max().orElse(0) + 1;
        Tile first = tiles.get(0);
        double strideX = first.w0();
        double strideY = first.h0();
        for (Tile t : tiles) {
            if (t.column() != first.column())
                strideX = (t.x0() - first.x0()) / (t.column() - first.column());
            if (t.row() != first.row()) strideY = (t.y0() - first.y0()) / (t.row() - first.row());
        }
        int[] places = new int[width * height];
        Arrays.fill(places, -1);
        for (int i = 0; i < words.length; i++)
            places[tiles.get(i).row() * width + tiles.get(i).column()] = words[i];
        // NB: where tiles overlap, each stands for the middle of itself.
        double x = first.centreX() - (first.column() + 0.5) * strideX;
        double y = first.centreY() - (first.row() + 0.5) * strideY;
        return new WordMap(width, height, places, strideX, strideY, x, y);
    }

    /** A plane per word, 1 where it is, for a picture with a legend. */
    public FloatMap planes(int count) {
        float[][] planes = new float[count][words.length];
        for (int i = 0; i < words.length; i++)
            for (int w = 0; w < count; w++)
                planes[w][i] = words[i] < 0 ? Float.NaN : words[i] == w ? 1 : 0;
        return new FloatMap(width, height, planes, scaleX, scaleY, offsetX, offsetY);
    }

    /** Labels for ImageJ: 0 where there is no patch, else the number of the word from 1. */
    public ImagePlus image() {
        int most = IntStream.of(words).max().orElse(0) + 1;
        ImageProcessor pixels =
                most < 256 ? new ByteProcessor(width, height) : new ShortProcessor(width, height);
        for (int i = 0; i < words.length; i++) pixels.set(i, words[i] + 1);
        return new ImagePlus("words", pixels);
    }
}
