package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.keys.InputKeys;
import org.coverslip.keys.MacroOptions;
import org.coverslip.segment.PixelNetworks;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

/**
 * Whoever stops a command has it stopped within a second, with the button of Fiji's task bar as
 * well as by interrupting the thread, as a script or a cluster's watchdog does. Every command that
 * reports progress is found by itself and must have a line below that keeps it busy.
 */
class CancelTest {

    /** Inputs that keep a command busy for many seconds, by its word. */
    private static final Map<String, String> BUSY =
            Map.of(
                    "classify", "input=slide.tif model=network overlap=0.9 output=classified",
                    "detect", "input=slide.tif model=detector overlap=0.9 output=detected",
                    "explain", "input=slide.tif model=convolution overlap=0.9 output=explained",
                    "learn-words", "input=slide.tif model=convolution overlap=0.9 output=learned",
                    "map-words",
                            "input=slide.tif model=convolution codebook=words overlap=0.9 output=mapped",
                    "segment", "input=slide.tif model=pixels output=segmented",
                    "make-slide", "output=new.tif width=30000 height=30000",
                    "train", "input=classes epochs=100000 output=trained");

    /** A loaded machine may miss it once. */
    private static final int TRIES = 3;

    @TempDir static Path dir;

    private static Context context;

    @BeforeAll
    static void material() throws Exception {
        context = new Context(CommandService.class, TaskService.class, LogService.class);
        SmallNetworks.brightness(dir.resolve("network"), 64, 0.5);
        BusyNetworks.classifier(dir.resolve("convolution"));
        BusyNetworks.detector(dir.resolve("detector"));
        MakeSlide.of(SlideParameters.of(5, 5000, 4000).withTissue(0.9))
                .write(dir.resolve("slide.tif"));
        PixelNetworks.dark(dir.resolve("pixels"), 40, 2, b -> b.spacing(0.5).patch(64));
        MakeSlide.of(SlideParameters.of(6, 1000, 800).withTissue(0.9))
                .write(dir.resolve("small.tif"));
        module("learn-words", "input=small.tif model=convolution words=3 codebook=words output=w")
                .run();
        for (int i = 0; i < 40; i++) {
            Path label =
                    Files.createDirectories(dir.resolve("classes/" + (i % 2 == 0 ? "a" : "b")));
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i % 32, 3, 0xffffff);
            ImageIO.write(picture, "png", label.resolve(i + ".png").toFile());
        }
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    static Stream<String> commands() {
        try (Context all = new Context(CommandService.class)) {
            return all.service(CommandService.class).getCommands().stream()
                    .filter(info -> info.getClassName().startsWith("org.coverslip."))
                    .filter(CancelTest::reportsProgress)
                    .map(CommandInfo::getName)
                    .filter(name -> !name.equals("demo"))
                    .toList()
                    .stream();
        }
    }

    private static boolean reportsProgress(CommandInfo info) {
        try {
            return Arrays.stream(info.loadClass().getDeclaredFields())
                    .anyMatch(field -> field.getType() == TaskService.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void byInterrupt(String command) throws Exception {
        stopsInTime(command, (thread, task) -> thread.interrupt());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void byTheTaskBar(String command) throws Exception {
        stopsInTime(command, (thread, task) -> task.cancel("stopped"));
    }

    private static void stopsInTime(String command, BiConsumer<Thread, Task> stop)
            throws Exception {
        assertThat(BUSY).as("a line that keeps it busy").containsKey(command);
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < TRIES && best.toMillis() > 1000; i++) {
            Duration took = timeToEnd(command, BUSY.get(command), stop);
            if (took.compareTo(best) < 0) best = took;
        }
        assertThat(best).isLessThan(Duration.ofMillis((long) (1000 * crowd())));
    }

    /**
     * Runs it on a thread of its own until it reports progress, stops it, and waits for its end.
     */
    private static Duration timeToEnd(String command, String line, BiConsumer<Thread, Task> stop)
            throws Exception {
        Module module = module(command, line);
        Busy busy = new Busy();
        var subscribers = context.service(EventService.class).subscribe(busy);
        Thread thread = new Thread(module::run, command);
        thread.start();
        try {
            while (thread.isAlive() && !busy.begun.await(100, TimeUnit.MILLISECONDS)) {
                // NB: a request that is refused ends without a word of progress.
            }
            assertThat(busy.begun.getCount() == 0)
                    .as("it reports progress; " + ((Cancelable) module).getCancelReason())
                    .isTrue();
            long start = System.nanoTime();
            stop.accept(thread, busy.task);
            thread.join(30_000);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(thread.isAlive()).isFalse();
            assertThat(((Cancelable) module).isCanceled()).as("stopped before its end").isTrue();
            assertThat(((Cancelable) module).getCancelReason()).containsIgnoringCase("stopped");
            return took;
        } finally {
            context.service(EventService.class).unsubscribe(subscribers);
        }
    }

    private static Module module(String command, String line) {
        CommandInfo info =
                context.service(CommandService.class).getCommands().stream()
                        .filter(c -> command.equals(c.getName()))
                        .findFirst()
                        .orElseThrow();
        Module module = context.service(ModuleService.class).createModule(info);
        Map<String, String> texts = MacroOptions.parse(line);
        for (String key : List.of("input", "model", "output", "codebook")) {
            texts.computeIfPresent(key, (k, path) -> dir.resolve(path).toString());
        }
        InputKeys.read(info, texts).forEach(module::setInput);
        return module;
    }

    /** By how much others slow this machine down, 1 or more. */
    private static double crowd() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
    }

    private static final class Busy {

        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile Task task;

        @EventHandler
        void onEvent(TaskEvent event) {
            if (event.getTask().getProgressValue() <= 0) return;
            task = event.getTask();
            begun.countDown();
        }
    }
}
