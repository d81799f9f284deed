package org.coverslip.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.coverslip.model.Normalization;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network learns from is what it will be given later. */
class QuickStepsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0..1",
                "-1..1",
                "none",
                "samplewise",
                "120;60",
                "123.7,116.3,103.5;58.4,57.1,57.4",
                "0..1;0.485,0.456,0.406;0.229,0.224,0.225"
            })
    void theQuickWayGivesTheNumbersOfTheSteps(String normalize) {
        List<Step> steps = Normalization.parse(normalize).steps();
        Random random = new Random(1);
        float[] quick = new float[5 * 5 * 3];
        for (int i = 0; i < quick.length; i++) quick[i] = random.nextInt(256);
        float[] exact = quick.clone();
        Step.applyAll(
                steps, new TensorBlock(exact, new int[] {1, 5, 5, 3}, "byxc"), StepContext.NONE);
        QuickSteps.of(steps, 3).orElseThrow().apply(quick);
        assertThat(quick).containsExactly(exact, within(1e-5f));
    }

    @Test
    void otherStepsTakeTheirOwnWay() {
        assertThat(QuickSteps.of(Normalization.parse("caffe").steps(), 3)).isEmpty();
        Step perChannel = new Standardize(Reduction.over("yx"), 1e-6);
        assertThat(QuickSteps.of(List.of(perChannel), 3)).isEmpty();
    }
}
