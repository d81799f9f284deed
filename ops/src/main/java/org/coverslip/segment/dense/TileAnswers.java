package org.coverslip.segment.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.coverslip.model.step.TensorBlock;

/**
 * What is blended of a dense network's tiles. The network runs at once; what its numbers mean is
 * worked out when somebody asks, while it may run again.
 *
 * <p>With test-time augmentation answers are averaged over all ways to lay a tile. Tiles of volumes
 * are laid in the plane of their slices: along z microscopes see less, so that what is up and down
 * is not as left and right.
 */
public final class TileAnswers {

    private final DenseNetwork network;
    private final UnaryOperator<float[]> meaning;
    private final boolean augment;

    /**
     * @param meaning turns a tile's numbers into those that are blended
     * @param augment whether every tile is seen from all sides
     */
    public TileAnswers(DenseNetwork network, UnaryOperator<float[]> meaning, boolean augment) {
        this.network = network;
        this.meaning = meaning;
        this.augment = augment;
    }

    /**
     * @param samples of the tile's shape, each with extent 1 on axis b; free again afterwards
     * @return per sample [plane][z][y][x] as one array, to be asked for once and by one thread
     */
    public List<Supplier<float[]>> run(List<TensorBlock> samples) {
        List<Supplier<float[]>> answers = new ArrayList<>();
        if (!augment) {
            for (DenseAnswer a : network.run(samples)) answers.add(() -> meaning.apply(a.planes()));
            return answers;
        }
        List<List<DenseAnswer>> sides = new ArrayList<>();
        for (int k = 0; k < Dihedral.count(network.x().out(), network.y().out()); k++) {
            sides.add(network.run(samples.stream().map(new Dihedral(k)::apply).toList()));
        }
        for (int i = 0; i < samples.size(); i++) {
            int sample = i;
            answers.add(() -> mean(sides.stream().map(s -> s.get(sample)).toList()));
        }
        return answers;
    }

    /**
     * @param sides what the network said of a tile, for each way to lay it
     */
    private float[] mean(List<DenseAnswer> sides) {
        float[] sum = meaning.apply(sides.get(0).planes());
        for (int k = 1; k < sides.size(); k++) {
            float[] values = meaning.apply(sides.get(k).planes());
            new Dihedral(k).addBack(values, network.x().out(), network.y().out(), sum);
        }
        for (int i = 0; i < sum.length; i++) sum[i] /= sides.size();
        return sum;
    }
}
