package org.coverslip.train.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.network.Tensor;
import org.coverslip.tile.EdgeRule;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.loop.Sample;
import org.coverslip.train.loop.Samples;
import org.coverslip.train.prepare.InputValues;

/**
 * Crops of labelled pictures. For learning they lie anywhere, mirrored, turned and stained anew
 * each time; for checking they lie on a grid. Pictures smaller than a crop are mirrored.
 */
final class PixelSamples implements Samples {

    private static final EdgeRule EDGE = new EdgeRule.Reflect();

    private record Place(LabelledPicture picture, int x, int y) {}

    private final List<Place> grid = new ArrayList<>();
    private final int edge;
    private final int classes;
    private final InputValues values;
    private final boolean learning;
    private final Augmentation augmentation;

    /**
     * @param edge of a crop, pixels
     * @param classes how many there are, background included
     * @param values what becomes of pixels from 0 to 255
     * @param learning whether crops are drawn by chance
     * @param augmentation of colours; mirroring and turning are done here, with the labels
     */
    PixelSamples(
            List<LabelledPicture> pictures,
            int edge,
            int classes,
            InputValues values,
            boolean learning,
            Augmentation augmentation) {
        this.edge = edge;
        this.classes = classes;
        this.values = values;
        this.learning = learning;
        this.augmentation = augmentation;
        for (LabelledPicture p : pictures) {
            for (int y = 0; y == 0 || y + edge <= p.height(); y += edge) {
                for (int x = 0; x == 0 || x + edge <= p.width(); x += edge) {
                    grid.add(new Place(p, x, y));
                }
            }
        }
    }

    @Override
    public int size() {
        return grid.size();
    }

    @Override
    public Sample get(int index, long seed) {
        Place place = grid.get(index);
        LabelledPicture p = place.picture();
        if (!learning) return crop(p, place.x(), place.y(), 0, Augmentation.NONE, 0);
        SplittableRandom random = new SplittableRandom(seed);
        int x = random.nextInt(Math.max(1, p.width() - edge + 1));
        int y = random.nextInt(Math.max(1, p.height() - edge + 1));
        return crop(p, x, y, random.nextInt(8), augmentation, random.nextLong());
    }

    /**
     * @param side bit 0 mirrors x, bit 1 mirrors y, bit 2 exchanges them
     */
    private Sample crop(
            LabelledPicture p, int x0, int y0, int side, Augmentation colours, long seed) {
        float[] pixels = new float[edge * edge * 3];
        float[] target = new float[edge * edge * classes];
        float[] weight = new float[edge * edge];
        for (int j = 0; j < edge; j++) {
            for (int i = 0; i < edge; i++) {
                int u = (side & 4) != 0 ? j : i;
                int v = (side & 4) != 0 ? i : j;
                int x = EDGE.source(x0 + ((side & 1) != 0 ? edge - 1 - u : u), p.width());
                int y = EDGE.source(y0 + ((side & 2) != 0 ? edge - 1 - v : v), p.height());
                int from = y * p.width() + x;
                int to = j * edge + i;
                for (int c = 0; c < 3; c++) pixels[3 * to + c] = p.rgb().at(3 * from + c);
                int label = p.classes()[from];
                if (label < 0) continue;
                weight[to] = 1;
                target[to * classes + label] = 1;
            }
        }
        float[] seen = colours == Augmentation.NONE ? pixels : colours.apply(pixels, edge, 3, seed);
        if (colours == Augmentation.NONE) values.exactly(seen, edge);
        else values.nearly(seen, edge);
        return new Sample(
                Map.of(Architectures.INPUT, Tensor.of(seen, edge, edge, 3)),
                Map.of(
                        PixelArchitectures.SCORES,
                        Tensor.of(target, edge, edge, classes),
                        PixelArchitectures.SCORES + "/weight",
                        Tensor.of(weight, edge, edge)));
    }
}
