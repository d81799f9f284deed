package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.coverslip.words.cluster.Clustering;
import org.coverslip.words.cluster.EngineProducts;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.cluster.Rows;
import org.junit.jupiter.api.Test;

/** Distances by the engine are the distances of Java. */
class EngineSourceTest {

    private static final int WIDTH = 70;

    private static float[] random(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    @Test
    void productsAreTheSame() {
        float[] matrix = random(9);
        float[] rows = random(300);
        float[][] java = new float[9][Products.BLOCK];
        float[][] engine = new float[9][Products.BLOCK];
        Products.JAVA.with(matrix, 9, WIDTH).times(rows, 300, java);
        try (EngineProducts products = (EngineProducts) new EngineSource("cpu").of(WIDTH)) {
            products.with(matrix, 9, WIDTH).times(rows, 300, engine);
        }
        for (int j = 0; j < 9; j++)
            for (int i = 0; i < 300; i++)
                assertThat(engine[j][i]).isCloseTo(java[j][i], within(1e-4f));
    }

    @Test
    void wordsAreTheSame() {
        Rows rows = Rows.of(random(3000), WIDTH);
        Clustering java = KMeans.of(7).iterations(10).cluster(rows);
        try (EngineProducts products = (EngineProducts) new EngineSource("cpu").of(WIDTH)) {
            Clustering engine = KMeans.of(7).iterations(10).products(products).cluster(rows);
            assertThat(engine.labels()).isEqualTo(java.labels());
            assertThat(engine.inertia()).isCloseTo(java.inertia(), within(java.inertia() * 1e-6));
        }
    }
}
