package org.coverslip.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.app.CommandLine;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.log.StderrLogService;

/** The commands that made the shipped networks make them again. */
class NetworkMakingTest {

    @TempDir Path dir;

    private String said(int exit, String... call) {
        var err = new ByteArrayOutputStream();
        var out = new PrintStream(new ByteArrayOutputStream());
        int code = new CommandLine(out, new PrintStream(err)).run(List.of(call));
        assertThat(code).isEqualTo(exit);
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFewSlidesAndOnePassMakeABundle() {
        Path zip = dir.resolve("small.zip");
        said(0, "make-nuclei-network", "slides=5", "epochs=1", "output=" + zip);
        try (ModelBundle model = Models.open(zip, Engines.get())) {
            assertThat(model.labels()).contains("nucleus");
            assertThat(model.name()).isEqualTo(NucleiNetworkCommand.TITLE);
        }
    }

    @Test
    void withoutAnOutputNothingIsTrained() {
        assertThat(said(2, "make-nuclei-detector")).contains("output: it is missing");
        assertThatThrownBy(() -> NetworkMaking.run(" ", new StderrLogService(), work -> null))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aFullDiskIsOneSentence() {
        String output = dir.resolve("n.zip").toString();
        NetworkMaking.Training full =
                work -> {
                    throw new IOException("No space left on device");
                };
        assertThatThrownBy(() -> NetworkMaking.run(output, new StderrLogService(), full))
                .hasMessageContaining("n.zip-work")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("name another output");
    }
}
