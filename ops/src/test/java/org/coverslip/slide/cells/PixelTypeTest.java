package org.coverslip.slide.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored bytes become the numbers they stand for; expectations are NumPy's. */
class PixelTypeTest {

    @ParameterizedTest
    @CsvSource({
        "UINT8, 200",
        "INT8, -56",
        "UINT16, 51400",
        "INT16, -14136",
        "UINT32, 3368601800",
        "INT32, -926365496",
        "FLOAT32, -411206.25",
        "FLOAT64, -4.3180364477547035e42"
    })
    void allBytes200ReadAs(PixelType type, double value) {
        byte[] bytes = new byte[3 * type.bytes()];
        java.util.Arrays.fill(bytes, (byte) 200);
        Object samples = type.newArray(3);
        type.copy(ByteBuffer.wrap(bytes), 0, 1, samples, 0, 3);
        CellImages images = new CellImages("slide", new CellCache(1000), region -> samples);
        CellLayout layout = new CellLayout(3, 1, 1, 1, 3, 1, type);
        RealType<?> pixel = images.image(layout, 0, 0).firstElement();
        assertThat(pixel.getRealDouble()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"UINT16, 2", "INT32, 4", "FLOAT32, 4", "FLOAT64, 8", "INT8, 1"})
    void byteOrderAndInterleavingAreObeyed(PixelType type, int bytes) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer raw = ByteBuffer.allocate(6 * bytes).order(order);
            for (int i = 0; i < 6; i++) {
                switch (type) {
                    case UINT16 -> raw.putShort((short) i);
                    case INT32 -> raw.putInt(i);
                    case FLOAT32 -> raw.putFloat(i);
                    case FLOAT64 -> raw.putDouble(i);
                    default -> raw.put((byte) i);
                }
            }
            raw.rewind();
            Object green = type.newArray(4);
            type.copy(raw, 1, 3, green, 2, 2);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                text.append(((Number) java.lang.reflect.Array.get(green, i)).intValue());
            }
            assertThat(text).hasToString("0014");
        }
    }
}
