package org.coverslip.slide;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** Rows of an image [x,y,c] as floats, from its array where it has one. */
@FunctionalInterface
interface RowSource {

    /**
     * Copies row {@code y} (counted from 0) of channel {@code c} to {@code out[at...]}. Not for
     * several threads at once.
     */
    void read(int y, int c, float[] out, int at);

    static RowSource of(RandomAccessibleInterval<? extends RealType<?>> image) {
        int w = (int) image.dimension(0);
        int h = (int) image.dimension(1);
        if (image instanceof ArrayImg<?, ?> array) {
            Object type = array.firstElement();
            Object access = array.update(null);
            if (type instanceof UnsignedByteType && access instanceof ByteArray b) {
                byte[] in = b.getCurrentStorageArray();
                return (y, c, out, at) -> {
                    int from = (c * h + y) * w;
                    for (int x = 0; x < w; x++) out[at + x] = in[from + x] & 0xff;
                };
            }
            if (type instanceof UnsignedShortType && access instanceof ShortArray s) {
                short[] in = s.getCurrentStorageArray();
                return (y, c, out, at) -> {
                    int from = (c * h + y) * w;
                    for (int x = 0; x < w; x++) out[at + x] = in[from + x] & 0xffff;
                };
            }
            if (type instanceof FloatType && access instanceof FloatArray f) {
                float[] in = f.getCurrentStorageArray();
                return (y, c, out, at) -> System.arraycopy(in, (c * h + y) * w, out, at, w);
            }
        }
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        return (y, c, out, at) -> {
            access.setPosition(image.min(0), 0);
            access.setPosition(image.min(1) + y, 1);
            access.setPosition(image.min(2) + c, 2);
            for (int x = 0; x < w; x++) {
                out[at + x] = access.get().getRealFloat();
                access.fwd(0);
            }
        };
    }
}
