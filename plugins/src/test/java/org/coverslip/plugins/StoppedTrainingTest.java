package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.coverslip.TissuePictures;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.report.Table;
import org.coverslip.train.Learning;
import org.coverslip.train.TrainClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.task.TaskService;

/** A user who stops a training keeps the best network so far, and can go on later. */
class StoppedTrainingTest {

    @TempDir Path dir;

    private TrainClassifier training(TaskProgress progress) {
        return TrainClassifier.with(Engines.get())
                .images(dir.resolve("in").toString())
                .output(dir.resolve("out"))
                .learning(Learning.DEFAULT.withEpochs(5))
                .progress(progress);
    }

    @Test
    void anInterruptKeepsTheBestAndTheNextRunGoesOn() throws Exception {
        TissuePictures.write(dir.resolve("in"), 30, 32, 1);
        try (Context context = new Context(TaskService.class)) {
            var tasks = context.service(TaskService.class);
            long[] stopped = new long[1];
            TrainClassifier.Result first;
            try (TaskProgress progress = new TaskProgress(tasks.createTask("first"))) {
                first =
                        training(progress)
                                .listener(
                                        history -> {
                                            if (history.epochs().size() < 2) return;
                                            stopped[0] = System.nanoTime();
                                            Thread.currentThread().interrupt();
                                        })
                                .run();
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat((System.nanoTime() - stopped[0]) * 1e-9).isLessThan(10);
            assertThat(first.canceled()).isTrue();
            assertThat(first.message()).contains("the weights of epoch");
            try (ModelBundle model = Models.open(first.model().orElseThrow(), Engines.get())) {
                model.requireComplete();
            }
            try (TaskProgress progress = new TaskProgress(tasks.createTask("second"))) {
                TrainClassifier.Result second = training(progress).run();
                assertThat(second.canceled()).isFalse();
                assertThat(second.metrics()).containsKey("validation accuracy");
            }
            assertThat(Table.read(dir.resolve("out/history.csv")).rows()).hasSize(5);
        }
    }
}
