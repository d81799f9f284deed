package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Normalization;
import org.coverslip.model.Size;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.ElementType;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Test;

class PreparationTest {

    private static final Preparation.Source RGB =
            new Preparation.Source("a.png", true, Optional.empty());

    private static ModelBundle model(String axes, Size channels, Size side, String normalize) {
        List<Size> sizes =
                axes.chars()
                        .mapToObj(a -> a == 'b' ? Size.ANY : a == 'c' ? channels : side)
                        .toList();
        InputSpec input = new InputSpec("x", axes, ElementType.FLOAT32, sizes, List.of());
        return ModelBundle.builder()
                .name("m")
                .source(Path.of("m"))
                .format("test")
                .savedModel(Path.of("m"))
                .inputs(List.of(input))
                .outputs(List.of())
                .resize(Resampling.NEAREST)
                .normalization(Normalization.parse(normalize))
                .build();
    }

    /** Two pixels wide, one high: (1,2,3) and (4,5,6) as red, green, blue. */
    private static final byte[] PLANAR = {1, 4, 2, 5, 3, 6};

    private static TensorBlock prepare(ModelBundle model) {
        return new Preparation(model, new ValueMapping.Stored())
                .prepare(ArrayImgs.unsignedBytes(PLANAR, 2, 1, 3), RGB);
    }

    @Test
    void channelsLastInterleavesTheColours() {
        TensorBlock block = prepare(model("byxc", new Size.Fixed(3), Size.ANY, "none"));
        assertThat(block.shape()).containsExactly(1, 1, 2, 3);
        assertThat(block.data()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void channelsFirstKeepsThePlanes() {
        TensorBlock block = prepare(model("bcyx", new Size.Fixed(3), Size.ANY, "none"));
        assertThat(block.shape()).containsExactly(1, 3, 1, 2);
        assertThat(block.data()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void preprocessingComesLast() {
        TensorBlock block = prepare(model("byxc", new Size.Fixed(3), Size.ANY, "0..1"));
        assertThat(block.data()[5]).isEqualTo(6 / 255f);
    }

    @Test
    void aFixedSizeIsReachedByTheModelsOwnKernel() {
        TensorBlock block = prepare(model("byxc", new Size.Fixed(3), new Size.Fixed(4), "none"));
        assertThat(block.shape()).containsExactly(1, 4, 4, 3);
        assertThat(block.data()).startsWith(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
    }

    @Test
    void aSizeWithoutAKernelIsAskedFor() {
        ModelBundle model =
                model("byxc", new Size.Fixed(3), new Size.Fixed(4), "none").toBuilder()
                        .resize(null)
                        .build();
        assertThatThrownBy(() -> prepare(model))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2 x 1 pixels, the model takes 4 x 4")
                .hasMessageContaining("resize=");
    }

    @Test
    void aGivenRangeBecomesTheModelsRangeAndIsClamped() {
        ModelBundle model = model("byxc", new Size.Fixed(1), Size.ANY, "0..1");
        var mapping = new ValueMapping.Given(new ValueRange(1000, 2000));
        TensorBlock block =
                new Preparation(model, mapping)
                        .prepare(
                                ArrayImgs.unsignedShorts(new short[] {500, 1500, 9999}, 3, 1, 1),
                                new Preparation.Source("ct", false, Optional.empty()));
        assertThat(block.data()).containsExactly(0f, 0.5f, 1f);
    }

    @Test
    void greyAsThreeColoursIsMappedOnce() {
        ModelBundle model =
                model("byxc", new Size.Fixed(3), Size.ANY, "none").toBuilder()
                        .valueRange(new ValueRange(0, 255))
                        .build();
        var mapping = new ValueMapping.Given(new ValueRange(0, 1020));
        TensorBlock block =
                new Preparation(model, mapping)
                        .prepare(
                                ArrayImgs.unsignedShorts(new short[] {400}, 1, 1, 1),
                                new Preparation.Source("ct", false, Optional.empty()));
        assertThat(block.data()).containsExactly(100f, 100f, 100f);
    }

    @Test
    void whatHappensToTheChannelsIsRemarked() {
        Preparation preparation =
                new Preparation(
                        model("byxc", new Size.Fixed(3), Size.ANY, "none"),
                        new ValueMapping.Stored());
        assertThat(preparation.remark(4, true, "a"))
                .hasValueSatisfying(r -> assertThat(r).contains("alpha"));
        assertThat(preparation.remark(3, true, "a")).isEmpty();
    }
}
