package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.task.TaskService;

/** What it takes until the first dialog stands: no TensorFlow. */
class FirstDialogTest {

    @TempDir Path dir;

    /** Prepares the dialog of every command, all but its window, as the menu does. */
    public static final class Program {

        private Program() {}

        public static void main(String[] args) {
            try (Context context =
                    new Context(CommandService.class, ModuleService.class, TaskService.class)) {
                int fields = 0;
                for (var info : context.service(CommandService.class).getCommands()) {
                    if (!info.getClassName().startsWith("org.coverslip.")) continue;
                    var module = context.service(ModuleService.class).createModule(info);
                    CommandForm form = CommandForm.of(module);
                    for (Field field : form.fields()) form.note(field);
                    HelpPage.of(form);
                    fields += form.fields().size();
                }
                System.out.println("fields " + fields);
            }
        }
    }

    @Test
    void itStandsWithoutTensorflowInMemory() throws Exception {
        Path out = dir.resolve("classes.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true",
                                "-Xmx64m",
                                "-verbose:class",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                Program.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String loaded = Files.readString(out);
        assertThat(process.exitValue())
                .as(loaded.substring(Math.max(0, loaded.length() - 2000)))
                .isZero();
        assertThat(loaded)
                .containsPattern("fields \\d\\d")
                .contains("org.coverslip.dialog.CommandForm");
        assertThat(loaded)
                .doesNotContain(
                        " org.tensorflow.",
                        " ai.djl.",
                        " org.bytedeco.",
                        " org.coverslip.tensorflow.");
    }
}
