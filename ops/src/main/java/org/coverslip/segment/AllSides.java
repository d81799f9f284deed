package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.coverslip.model.step.TensorBlock;

/**
 * Answers averaged over all ways to lay a tile. Tiles of volumes are laid in the plane of their
 * slices: along z microscopes see less, so that what is up and down is not as left and right.
 */
final class AllSides {

    private final DenseNetwork network;
    private final UnaryOperator<float[]> meaning;

    /**
     * @param meaning turns a tile's numbers into those that are averaged
     */
    AllSides(DenseNetwork network, UnaryOperator<float[]> meaning) {
        this.network = network;
        this.meaning = meaning;
    }

    /**
     * @return per sample [plane][z][y][x] as one array
     */
    List<float[]> run(List<TensorBlock> samples) {
        int w = network.x().out();
        int h = network.y().out();
        int sides = Dihedral.count(w, h);
        List<float[]> sums = new ArrayList<>();
        for (int k = 0; k < sides; k++) {
            Dihedral side = new Dihedral(k);
            List<float[]> got = network.run(samples.stream().map(side::apply).toList());
            for (int i = 0; i < got.size(); i++) {
                float[] values = meaning.apply(got.get(i));
                if (k == 0) sums.add(new float[values.length]);
                side.addBack(values, w, h, sums.get(i));
            }
        }
        for (float[] sum : sums) for (int i = 0; i < sum.length; i++) sum[i] /= sides;
        return sums;
    }
}
