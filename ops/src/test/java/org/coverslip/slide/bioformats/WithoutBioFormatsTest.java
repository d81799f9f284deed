package org.coverslip.slide.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Bio-Formats is not installed, as in the default build. */
class WithoutBioFormatsTest {

    @TempDir Path folder;

    @BeforeEach
    void absent() {
        Assumptions.assumeTrue(
                BioFormats.find().isEmpty(), "skipped: Bio-Formats is on the class path");
    }

    @Test
    void theReaderDeclinesAndOthersOpenTheFile() throws IOException {
        Path file = folder.resolve("grey.png");
        ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        assertThat(new BioFormatsSlideReader().accepts(file, Files.readAllBytes(file))).isFalse();
        try (Slide slide = Slides.open(file)) {
            assertThat(slide.levels().get(0).width()).isEqualTo(7);
            assertThat(slide.reader()).doesNotContain("Bio-Formats");
        }
    }

    @Test
    void askedAllTheSameItSaysWhatIsMissing() {
        assertThatThrownBy(() -> new BioFormatsSlideReader().open(Path.of("a.czi")))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "a.czi: Bio-Formats is not on the class path; open it in Fiji, which"
                                + " brings Bio-Formats.");
    }
}
