package org.coverslip.synthetic;

/** Which region a pixel is in, from the slow fields there. */
final class RegionMap {

    private final double spacing;
    private final TexturePatches patches;

    /**
     * @param patches which texture lies where; {@code null} for a slide without textures
     */
    RegionMap(double spacing, TexturePatches patches) {
        this.spacing = spacing;
        this.patches = patches;
    }

    boolean hasTextures() {
        return patches != null;
    }

    Region at(FieldWindow window, int x, int y) {
        int node = window.node(x, y);
        float tissue = window.interpolate(node + SlideFields.TISSUE, x, y);
        if (tissue < 0) return Region.BACKGROUND;
        if (patches != null) {
            return patch(
                    x,
                    y,
                    window.interpolate(node + SlideFields.WAVE_X, x, y),
                    window.interpolate(node + SlideFields.WAVE_Y, x, y));
        }
        return tissue(
                window.interpolate(node + SlideFields.TUMOUR, x, y),
                window.interpolate(node + SlideFields.STROMA, x, y));
    }

    /** The same at a node of the lattice, where nothing is to be interpolated. */
    Region atNode(SlideFields fields, int x, int y) {
        double um = spacing;
        if ((float) fields.tissue(x * um, y * um) < 0) return Region.BACKGROUND;
        float[] v = new float[SlideFields.COUNT];
        fields.at(x * um, y * um, v, 0);
        if (patches != null) return patch(x, y, v[SlideFields.WAVE_X], v[SlideFields.WAVE_Y]);
        return tissue(v[SlideFields.TUMOUR], v[SlideFields.STROMA]);
    }

    static Region tissue(float tumour, float stroma) {
        if (stroma > 0) return Region.STROMA;
        return tumour > 0 ? Region.TUMOUR : Region.NORMAL;
    }

    Region patch(int x, int y, float waveX, float waveY) {
        return patches.at((x + 0.5) * spacing + waveX, (y + 0.5) * spacing + waveY);
    }
}
