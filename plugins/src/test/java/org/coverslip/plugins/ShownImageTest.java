package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.job.ImageItem;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ImageJ shows of the images of a run, and that it is never asked for what it cannot open. */
class ShownImageTest {

    @TempDir Path dir;

    private Optional<ShownImage> shown(Path file) throws Exception {
        ImageItem item = ImageItem.of(file.getFileName().toString(), file);
        return ShownImage.of(new Inputs(List.of(item), dir, Optional.empty()), item, 0);
    }

    /** NB: ImageJ would say so in a dialog, at which a macro stands still. */
    @Test
    void aSlideWhoseTilesImagejCannotReadIsShownAtScreenSizeWithoutAWord() throws Exception {
        Path file = dir.resolve("slide.tif");
        MakeSlide.of(SlideParameters.of(4, 2800, 1200)).write(file);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(said));
        ShownImage shown;
        try {
            assertThat(ShownImage.open(file)).isNull();
            shown = shown(file).orElseThrow();
        } finally {
            System.setOut(out);
        }
        assertThat(said.toString()).isEmpty();
        assertThat(shown.image().getWidth()).isBetween(900, 1400);
        assertThat(shown.scale() * shown.image().getWidth()).isCloseTo(2800, within(1e-9));
        assertThat(shown.image().getCalibration().pixelWidth)
                .isCloseTo(0.5 * shown.scale(), within(1e-9));
        assertThat(shown.image().getCalibration().getUnit()).isEqualTo("micron");
    }

    @Test
    void whatImagejReadsIsOpenedAsItIs() throws Exception {
        Path stack = dir.resolve("stack.tif");
        new FileSaver(IJ.createImage("s", 20, 10, 5, 16)).saveAsTiffStack(stack.toString());
        ShownImage shown = shown(stack).orElseThrow();
        assertThat(shown.scale()).isEqualTo(1);
        assertThat(shown.image().getStackSize()).isEqualTo(5);
        assertThat(shown.image().getBitDepth()).isEqualTo(16);
        assertThat(shown.image().getOriginalFileInfo().fileName).isEqualTo("stack.tif");
        Path picture = dir.resolve("p.png");
        new FileSaver(IJ.createImage("p", 20, 10, 1, 24)).saveAsPng(picture.toString());
        assertThat(shown(picture).orElseThrow().image().getWidth()).isEqualTo(20);
        Path text = Files.writeString(dir.resolve("t.csv"), "a,b\n");
        assertThat(ShownImage.open(text)).isNull();
    }

    /** Not the one in front, which may be a result that was shown meanwhile. */
    @Test
    void theWindowThatWasWorkedOnIsTheOneThatIsShown() throws Exception {
        ImagePlus window = IJ.createImage("w", 20, 10, 1, 8);
        ImageItem item = new ImageItem(ImageItem.of("w", dir).id(), () -> null, List::of);
        Inputs inputs = new Inputs(List.of(item), dir, Optional.of(window));
        assertThat(ShownImage.of(inputs, item, 0).orElseThrow().image()).isSameAs(window);
    }
}
