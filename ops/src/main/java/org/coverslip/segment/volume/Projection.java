package org.coverslip.segment.volume;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** A volume seen from above: the largest value of every column, for people to look at. */
public final class Projection {

    private Projection() {}

    /**
     * @param canceled asked now and then whether to stop
     * @return axes [x,y,c]; 8 bit stays so, anything else becomes floating point
     * @throws CancellationException if it was stopped
     */
    public static RandomAccessibleInterval<? extends RealType<?>> of(
            Volume volume, BooleanSupplier canceled) {
        RandomAccessibleInterval<? extends RealType<?>> first = volume.slices().apply(0);
        long[] size = first.dimensionsAsLongArray();
        float[] most = new float[Math.toIntExact(size[0] * size[1] * size[2])];
        java.util.Arrays.fill(most, Float.NEGATIVE_INFINITY);
        for (int z = 0; z < volume.depth(); z++) {
            if (canceled.getAsBoolean()) throw new CancellationException();
            var in = Views.flatIterable(volume.slices().apply(z)).cursor();
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], in.next().getRealFloat());
            }
        }
        if (!(first.getType() instanceof UnsignedByteType)) return ArrayImgs.floats(most, size);
        byte[] bytes = new byte[most.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(most[i]);
        return ArrayImgs.unsignedBytes(bytes, size);
    }
}
