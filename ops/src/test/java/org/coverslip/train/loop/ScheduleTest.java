package org.coverslip.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** Learning rates over a run of 10 epochs of 100 steps. */
class ScheduleTest {

    private static double at(Schedule schedule, long step) {
        return schedule.rate(step, 100, 10);
    }

    @Test
    void constantStays() {
        Schedule s = Schedule.parse("constant", 0.01, 10);
        assertThat(at(s, 0)).isEqualTo(at(s, 999)).isEqualTo(0.01);
    }

    @Test
    void stepFallsToATenthAfterEachThird() {
        Schedule s = Schedule.parse("step", 1, 10);
        assertThat(at(s, 399)).isEqualTo(1);
        assertThat(at(s, 400)).isCloseTo(0.1, within(1e-12));
        assertThat(at(s, 800)).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void cosineRisesFirstAndEndsNearZero() {
        Schedule s = Schedule.parse("cosine", 1, 10);
        assertThat(at(s, 0)).isLessThan(0.05);
        assertThat(at(s, 50)).isCloseTo(1, within(1e-9));
        assertThat(at(s, 525)).isCloseTo(0.505, within(1e-3));
        assertThat(at(s, 999)).isCloseTo(0.01, within(1e-3));
    }

    @Test
    void anUnknownOneIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> Schedule.parse("linear", 1, 10))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "schedule=linear: this schedule is not known; use cosine, step or constant.");
    }
}
