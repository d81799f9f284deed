package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects of a movie keep their number. */
class IouTrackerTest {

    private static Detection at(double x) {
        return at(x, 0);
    }

    private static Detection at(double x, int label) {
        return new Detection(new Box(x, 0, x + 10, 10), label, 0.9);
    }

    @Test
    void anObjectKeepsItsNumberWhateverTheOrderInWhichItIsFound() {
        IouTracker tracker = new IouTracker(0.3, 0);
        assertThat(tracker.next(List.of(at(0), at(100)))).containsExactly(1, 2);
        assertThat(tracker.next(List.of(at(102), at(2)))).containsExactly(2, 1);
    }

    /** From frame to frame the boxes overlap by 8 of 12; over two frames only by 6 of 14. */
    @Test
    void theLastBoxCountsNotTheFirst() {
        IouTracker tracker = new IouTracker(0.5, 0);
        for (int frame = 0; frame < 20; frame++) {
            assertThat(tracker.next(List.of(at(2 * frame)))).containsExactly(1);
        }
    }

    @Test
    void eachNumberIsGivenOnceAFrameToTheNearest() {
        IouTracker tracker = new IouTracker(0.3, 0);
        tracker.next(List.of(at(0)));
        assertThat(tracker.next(List.of(at(4), at(1)))).containsExactly(2, 1);
    }

    @Test
    void aNumberIsKeptForAHiddenObjectForSomeFramesAndThenNeverUsedAgain() {
        IouTracker tracker = new IouTracker(0.3, 2);
        tracker.next(List.of(at(0)));
        tracker.next(List.of());
        tracker.next(List.of());
        assertThat(tracker.next(List.of(at(0)))).as("hidden for two").containsExactly(1);
        for (int i = 0; i < 3; i++) tracker.next(List.of());
        assertThat(tracker.next(List.of(at(0)))).as("hidden for three").containsExactly(2);
    }

    @Test
    void classesAreNotMixed() {
        IouTracker tracker = new IouTracker(0.3, 0);
        tracker.next(List.of(at(0, 0)));
        assertThat(tracker.next(List.of(at(0, 1)))).containsExactly(2);
    }

    /** Two that pass each other at a distance keep their numbers to the end. */
    @Test
    void crossingObjects() {
        IouTracker tracker = new IouTracker(0.3, 1);
        for (int frame = 0; frame < 50; frame++) {
            List<Detection> found = new ArrayList<>();
            found.add(at(3 * frame));
            Box other = new Box(150 - 3 * frame, 7, 160 - 3 * frame, 17);
            found.add(new Detection(other, 0, 0.9));
            assertThat(tracker.next(found)).containsExactly(1, 2);
        }
    }
}
