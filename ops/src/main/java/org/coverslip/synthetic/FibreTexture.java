package org.coverslip.synthetic;

import java.util.Arrays;

/**
 * Repeating pictures of fibres in eight directions and of grain in two sizes, made once per pixel
 * size. Fibres are noise smeared along a direction (line integral convolution, Cabral and Leedom
 * 1993). Values are ranks: every grey from 0 to 255 is equally frequent.
 */
final class FibreTexture {

    static final int DIRECTIONS = 8;

    private static final int FINEST = 512;
    private static final double REPEAT = 256;
    private static final double FIBRE = 24;

    private static volatile FibreTexture last;

    private final double spacing;

    /** Edge, pixels; a power of two. */
    final int size;

    /** One per direction: {@code k * 180 / 8} degrees from the x axis towards the y axis. */
    final byte[][] fibres = new byte[DIRECTIONS][];

    /** Grain of about 1.5 um. */
    final byte[] fine;

    /** Clouds of about 10 um. */
    final byte[] coarse;

    private FibreTexture(double spacing) {
        this.spacing = spacing;
        int n = 256;
        while (n < 2048 && n * spacing < REPEAT * 0.75) n *= 2;
        size = n;
        int texels = Math.min(FINEST, n);
        double um = n * spacing / texels;
        float[] noise = sum(noise(texels, um, 1.7, 1), noise(texels, um, 5, 2), 1.1f);
        for (int k = 0; k < DIRECTIONS; k++) {
            fibres[k] = enlarge(ranks(smear(noise, texels, um, Math.PI * k / DIRECTIONS)), texels);
        }
        fine =
                enlarge(
                        ranks(sum(noise(texels, um, 1.6, 3), noise(texels, um, 3, 4), 0.6f)),
                        texels);
        coarse =
                enlarge(
                        ranks(sum(noise(texels, um, 11, 5), noise(texels, um, 5, 6), 0.5f)),
                        texels);
    }

    /** The textures for a pixel size; those made last are kept. */
    static FibreTexture of(double spacing) {
        FibreTexture kept = last;
        if (kept != null && kept.spacing == spacing) return kept;
        FibreTexture made = new FibreTexture(spacing);
        last = made;
        return made;
    }

    private static float[] noise(int texels, double um, double feature, int salt) {
        int cells = 1;
        while (cells * 1.5 * feature < texels * um && cells * 2 <= texels) cells *= 2;
        SmoothNoise noise = SmoothNoise.periodic(0, salt, cells);
        float[] out = new float[texels * texels];
        double step = (double) cells / texels;
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) noise.at((i % texels + 0.5) * step, (i / texels + 0.5) * step);
        }
        return out;
    }

    private static float[] sum(float[] a, float[] b, float weight) {
        for (int i = 0; i < a.length; i++) a[i] += weight * b[i];
        return a;
    }

    private static float[] smear(float[] in, int texels, double um, double angle) {
        int reach = (int) Math.max(2, Math.round(FIBRE / 2 / um));
        int mask = texels - 1;
        int[] dx = new int[2 * reach + 1];
        int[] dy = new int[2 * reach + 1];
        for (int k = -reach; k <= reach; k++) {
            dx[k + reach] = (int) StrictMath.round(k * StrictMath.cos(angle));
            dy[k + reach] = (int) StrictMath.round(k * StrictMath.sin(angle));
        }
        float[] out = new float[in.length];
        for (int y = 0; y < texels; y++) {
            for (int k = 0; k < dx.length; k++) {
                int row = (y + dy[k] & mask) * texels;
                float weight = 1 - Math.abs(k - reach) / (reach + 1f);
                for (int x = 0; x < texels; x++) {
                    out[y * texels + x] += weight * in[row + (x + dx[k] & mask)];
                }
            }
        }
        return out;
    }

    private static byte[] ranks(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float[] borders = new float[255];
        for (int i = 0; i < 255; i++) {
            borders[i] = sorted[(int) ((i + 1L) * sorted.length / 256)];
        }
        byte[] ranks = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int at = Arrays.binarySearch(borders, values[i]);
            ranks[i] = (byte) (at < 0 ? -at - 1 : at);
        }
        return ranks;
    }

    private byte[] enlarge(byte[] in, int texels) {
        if (texels == size) return in;
        int times = size / texels;
        int mask = texels - 1;
        byte[] out = new byte[size * size];
        for (int i = 0; i < out.length; i++) {
            float x = (i % size + 0.5f) / times - 0.5f;
            float y = (i / size + 0.5f) / times - 0.5f;
            int ix = (int) Math.floor(x);
            int iy = (int) Math.floor(y);
            float tx = x - ix;
            float ty = y - iy;
            int row = (iy & mask) * texels;
            int next = (iy + 1 & mask) * texels;
            float top =
                    (in[row + (ix & mask)] & 255) * (1 - tx)
                            + (in[row + (ix + 1 & mask)] & 255) * tx;
            float bottom =
                    (in[next + (ix & mask)] & 255) * (1 - tx)
                            + (in[next + (ix + 1 & mask)] & 255) * tx;
            out[i] = (byte) (top * (1 - ty) + bottom * ty);
        }
        return out;
    }
}
