package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.coverslip.report.FloatMap;
import org.coverslip.tile.Placement;
import org.junit.jupiter.api.Test;

/** The small map of a large plane holds the mean of every square, of the pixels that counted. */
class HeatSumTest {

    private static final int WIDTH = 3001;
    private static final int HEIGHT = 9;

    @Test
    void meansOfSquaresWhateverPiecesTheRowsComeIn() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[WIDTH * HEIGHT];
        boolean[] in = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
            in[i] = random.nextInt(4) > 0;
        }
        HeatSum heat = new HeatSum(WIDTH, HEIGHT, 2);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; ) {
                int n = Math.min(WIDTH - x, 1 + random.nextInt(700));
                int at = y * WIDTH + x;
                heat.count(x, y, in, at, n);
                heat.add(0, x, y, values, at, false, in, at, n);
                heat.add(1, x, y, values, at, true, in, at, n);
                x += n;
            }
        }
        FloatMap map = heat.map(new Placement(2, 2, 0, 0));
        int side = 4;
        assertThat(map.width()).isEqualTo((WIDTH + side - 1) / side);
        assertThat(map.height()).isEqualTo((HEIGHT + side - 1) / side);
        assertThat(map.scaleX()).isEqualTo(2.0 * side);
        for (int cy = 0; cy < map.height(); cy++) {
            for (int cx = 0; cx < map.width(); cx++) {
                double sum = 0;
                int count = 0;
                for (int y = cy * side; y < Math.min(HEIGHT, (cy + 1) * side); y++) {
                    for (int x = cx * side; x < Math.min(WIDTH, (cx + 1) * side); x++) {
                        if (!in[y * WIDTH + x]) continue;
                        sum += values[y * WIDTH + x];
                        count++;
                    }
                }
                float mean = map.planes()[0][cy * map.width() + cx];
                float rest = map.planes()[1][cy * map.width() + cx];
                if (count == 0) assertThat(mean).isNaN();
                else {
                    assertThat((double) mean).isCloseTo(sum / count, within(1e-5));
                    assertThat((double) rest).isCloseTo(1 - sum / count, within(1e-5));
                }
            }
        }
    }
}
