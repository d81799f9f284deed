package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every box that touches another is found, and no other, however different their sizes are. */
class BoxIndexTest {

    private static Box box(Random random) {
        double w = Math.exp(random.nextDouble() * 12 - 3);
        double h = random.nextInt(8) == 0 ? 0 : Math.exp(random.nextDouble() * 12 - 3);
        return Box.centred(
                random.nextDouble() * 4000 - 2000, random.nextDouble() * 4000 - 2000, w, h);
    }

    private static boolean touch(Box a, Box b) {
        return a.x0() <= b.x1() && b.x0() <= a.x1() && a.y0() <= b.y1() && b.y0() <= a.y1();
    }

    @Property(tries = 100)
    void asComparingWithEveryBox(@ForAll Random random) {
        BoxIndex index = new BoxIndex();
        List<Box> boxes = new ArrayList<>();
        Set<Integer> there = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            boxes.add(box(random));
            index.add(i, boxes.get(i));
            there.add(i);
        }
        for (int i = 0; i < 60; i++) {
            int gone = random.nextInt(200);
            if (there.remove(gone)) index.remove(gone, boxes.get(gone));
        }
        for (int i = 0; i < 50; i++) {
            Box asked = box(random);
            List<Integer> near = new ArrayList<>();
            index.near(asked, near::add);
            List<Integer> touching =
                    there.stream().filter(id -> touch(boxes.get(id), asked)).toList();
            assertThat(near).containsExactlyInAnyOrderElementsOf(touching);
            assertThat(index.any(asked, id -> false)).isFalse();
            for (int id : touching) assertThat(index.any(asked, n -> n == id)).isTrue();
        }
    }
}
