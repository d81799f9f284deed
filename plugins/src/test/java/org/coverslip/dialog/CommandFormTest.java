package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import ij.Prefs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.coverslip.SmallNetworks;
import org.coverslip.plugins.ClassifyCommand;
import org.coverslip.plugins.DetectCommand;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/** What stands in a dialog while somebody fills it. */
class CommandFormTest {

    @TempDir static Path dir;

    private static Context context;
    private static Path pictures;
    private static Path slides;
    private static Path slide;

    /** A command with inputs whose choices only the model knows. */
    public static final class OfTheModel extends ContextCommand {
        @Parameter private String input = "";
        @Parameter private String model = "";
        @Parameter private String label = "";
        @Parameter private String layer = "";

        @Parameter(type = ItemIO.OUTPUT)
        private int failed;

        @Override
        public void run() {}
    }

    @BeforeAll
    static void material() throws Exception {
        context = new Context(CommandService.class, ModuleService.class, TaskService.class);
        BusyNetworks.classifier(dir.resolve("layers"));
        pictures = SmallNetworks.brightness(dir.resolve("pictures"), 8, 0);
        slides = SmallNetworks.brightness(dir.resolve("slides"), 64, 0.5);
        slide = dir.resolve("slide.tif");
        MakeSlide.of(SlideParameters.of(4, 1500, 1200)).write(slide);
    }

    @AfterAll
    static void end() {
        context.dispose();
    }

    private static CommandForm form(Class<? extends Command> command) {
        return CommandForm.of(
                context.service(ModuleService.class).createModule(new CommandInfo(command)));
    }

    private static Field field(CommandForm form, String key) {
        return form.fields().stream().filter(f -> f.key().equals(key)).findFirst().orElseThrow();
    }

    private static String fault(CommandForm form, String key) {
        Note note = form.note(field(form, key));
        return note.fault() ? note.text() : "none";
    }

    private static void find(CommandForm form) {
        try (Forecast forecast = new Forecast(form, () -> {})) {
            assertThat(form.found(form.texts(), forecast.find(form.texts(), true))).isTrue();
        }
    }

    @Test
    void okWaitsUntilNothingIsWrong() {
        CommandForm form = form(ClassifyCommand.class);
        assertThat(form.isReady()).isFalse();
        assertThat(fault(form, "input")).contains("no image is open");
        assertThat(fault(form, "model")).contains("it is missing");
        form.set("input", slide.toString());
        form.set("model", slides.toString());
        assertThat(form.isReady()).isTrue();
        form.set("batch", "8x");
        assertThat(form.isReady()).isFalse();
        assertThat(fault(form, "batch"))
                .isEqualTo("batch=8x: this is not a whole number; write it like 8.");
        form.set("batch", "2000");
        assertThat(fault(form, "batch")).contains("out of range; use 0 to 1024");
        form.set("batch", "8");
        assertThat(form.isReady()).isTrue();
        assertThat(form.values()).containsEntry("batch", 8).containsEntry("region", "tissue");
    }

    @Test
    void pathsThatAreNotThereAndOddWordsAreSaidWhileTheyAreTyped() throws Exception {
        CommandForm form = form(ClassifyCommand.class);
        form.set("input", "/no/such/slide.svs");
        assertThat(fault(form, "input")).contains("/no/such/slide.svs: there is no such file");
        form.set("input", dir + "/*.tif");
        assertThat(fault(form, "input")).isEqualTo("none");
        form.set("device", "tpu");
        assertThat(fault(form, "device")).contains("auto, cpu or gpu:0");
        form.set("range", "9,1");
        assertThat(fault(form, "range")).contains("9,1");
        form.set("output", Files.createFile(dir.resolve("afile")).toString());
        assertThat(fault(form, "output")).contains("this is a file");
    }

    @Test
    void theModelSaysWhatItIsAndWhetherItCanBeRun() {
        CommandForm form = form(ClassifyCommand.class);
        form.set("input", slide.toString());
        form.set("model", slides.toString());
        find(form);
        assertThat(form.note(field(form, "model")))
                .isEqualTo(Note.fact("brightness; dark, light; 64 pixels; 0.5 um/pixel"));
        form.set("model", dir.resolve("pictures-saved").toString());
        find(form);
        assertThat(fault(form, "model")).contains("labels", "import-model");
        form.set("model", slide.toString());
        find(form);
        assertThat(fault(form, "model")).contains("slide.tif");
    }

    /** A model that ships is a name, and no file. */
    @Test
    void aModelThatShipsIsKnownByItsName() {
        CommandForm form = form(DetectCommand.class);
        form.set("input", slide.toString());
        form.set("model", "nuclei-boxes");
        assertThat(form.isReady()).isTrue();
        find(form);
        assertThat(form.note(field(form, "model")).text()).contains("nucleus", "0.5 um/pixel");
        assertThat(form.plan().text()).contains("slide.tif, 1500 x 1200 pixels");
        form.set("input", "nuclei-boxes");
        assertThat(fault(form, "input")).contains("there is no such file");
    }

    @Test
    void whatIsToBeDoneIsCountedAndTimedByTheLastRun() {
        String pace = "coverslip.pace.coverslip_classify.tiles";
        CommandForm form = form(ClassifyCommand.class);
        form.set("input", slide.toString());
        form.set("model", slides.toString());
        form.set("region", "all");
        Prefs.set(pace, 0.0);
        find(form);
        assertThat(form.plan().text())
                .isEqualTo(
                        "slide.tif, 1500 x 1200 pixels at 0.5 um: 456 tiles of 64 pixels at 0.5 um,"
                                + " the time is known after the first run.");
        Prefs.set(pace, 4.0);
        find(form);
        assertThat(form.plan().text()).contains("about 2 min at the pace of the last run");
        form.set("overlap", "0.5");
        assertThat(form.plan()).as("no longer true").isEqualTo(Note.NONE);
        find(form);
        assertThat(form.plan().text()).contains("1702 tiles");
        form.set("model", pictures.toString());
        find(form);
        assertThat(form.plan().text()).startsWith("1 image");
    }

    @Test
    void labelsAndLayersAreFilledFromTheModel() {
        CommandForm form = form(OfTheModel.class);
        assertThat(field(form, "label").kind()).isEqualTo(FieldKind.SUGGESTED);
        assertThat(form.suggestions(field(form, "label"))).isEmpty();
        form.set("model", pictures.toString());
        find(form);
        assertThat(form.suggestions(field(form, "label"))).containsExactly("dark", "light");
        form.set("model", dir.resolve("layers").toString());
        find(form);
        assertThat(form.suggestions(field(form, "label"))).hasSize(5);
        assertThat(form.suggestions(field(form, "layer")))
                .isNotEmpty()
                .allMatch(l -> l.startsWith("c"));
    }

    @Test
    void whatWasFoundForOtherValuesIsNotTaken() {
        CommandForm form = form(ClassifyCommand.class);
        form.set("input", slide.toString());
        form.set("model", slides.toString());
        Map<String, String> before = form.texts();
        try (Forecast forecast = new Forecast(form, () -> {})) {
            Forecast.Findings findings = forecast.find(before, false);
            form.set("overlap", "0.9");
            assertThat(form.found(before, findings)).isFalse();
            assertThat(form.plan()).isEqualTo(Note.NONE);
        }
    }

    @Test
    void filesAreReadBehindTheDialogAndNotBefore() throws Exception {
        CommandForm form = form(ClassifyCommand.class);
        form.set("input", slide.toString());
        form.set("model", slides.toString());
        CountDownLatch told = new CountDownLatch(1);
        try (Forecast forecast = new Forecast(form, told::countDown)) {
            forecast.later();
            assertThat(form.plan()).isEqualTo(Note.NONE);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(form.plan().text()).contains("tiles of 64 pixels");
    }
}
