package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coverslip.tile.Coverage;
import org.junit.jupiter.api.Test;

/** Areas of densities leave out what only failed tiles could have seen. */
class SeenPartTest {

    @Test
    void aFailedTileIsSeenWhereItsNeighboursReach() {
        SeenPart seen = new SeenPart();
        seen.add(new Box(0, 0, 100, 100), false);
        seen.add(new Box(80, 0, 180, 100), true);
        seen.add(new Box(160, 0, 260, 100), false);
        assertThat(seen.failures()).isEqualTo(1);
        assertThat(seen.lost(Coverage.ALL)).isEqualTo(60 * 100);
        assertThat(seen.at(90, 50)).isTrue();
        assertThat(seen.at(130, 50)).isFalse();
        assertThat(seen.at(170, 50)).isTrue();
        assertThat(seen.at(500, 500)).isTrue();
    }

    @Test
    void onlyWhatWasAskedForCanBeLost() {
        SeenPart seen = new SeenPart();
        seen.add(new Box(0, 0, 100, 100), true);
        Coverage left = (x, y, w, h) -> Math.max(0, Math.min(x + w, 30) - x) * h;
        assertThat(seen.lost(left)).isEqualTo(30 * 100);
    }

    @Property(tries = 50)
    void asCountingPixels(@ForAll Random random) {
        SeenPart seen = new SeenPart();
        List<Box> done = new ArrayList<>();
        List<Box> failed = new ArrayList<>();
        for (int y = 0; y < 90; y += 8) {
            for (int x = 0; x < 90; x += 8) {
                Box tile = new Box(x, y, x + 11, y + 13);
                boolean fails = random.nextInt(3) > 0;
                seen.add(tile, fails);
                (fails ? failed : done).add(tile);
            }
        }
        int lost = 0;
        for (int y = 0; y < 110; y++) {
            for (int x = 0; x < 110; x++) {
                Box pixel = new Box(x, y, x + 1, y + 1);
                boolean expected =
                        done.stream().anyMatch(b -> b.intersection(pixel) > 0)
                                || failed.stream().noneMatch(b -> b.intersection(pixel) > 0);
                assertThat(seen.at(x + 0.5, y + 0.5)).isEqualTo(expected);
                if (!expected) lost++;
            }
        }
        assertThat(seen.lost(Coverage.ALL)).isCloseTo(lost, within(1e-6));
    }
}
