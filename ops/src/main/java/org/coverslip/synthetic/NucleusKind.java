package org.coverslip.synthetic;

/**
 * Size, shape and density of the nuclei of one region, um. Sizes follow textbook values: small
 * lymphocyte 6 to 7 um, fibroblast about 15 x 3 um, carcinoma 8 to 14 um.
 *
 * @param region where they are
 * @param pitch of the lattice they are jittered from
 * @param share of the lattice's places that are taken
 * @param jitter of a place, as a share of the pitch
 * @param gap least distance of two outlines, um; negative: how far crowded nuclei overlap
 */
record NucleusKind(Region region, double pitch, double share, double jitter, double gap) {

    /** No nucleus reaches further from its centre. */
    static final double REACH = 11;

    static NucleusKind of(Region region) {
        return switch (region) {
            case TUMOUR -> new NucleusKind(region, 9, 0.98, 0.26, -1);
            case NORMAL -> new NucleusKind(region, 14, 0.5, 0.33, 0.3);
            case STROMA -> new NucleusKind(region, 15, 0.55, 0.4, 0.3);
            case FAT -> new NucleusKind(region, FatCells.pitch(), 0.4, 0, 0.3);
            case LYMPHOID -> new NucleusKind(region, 7.6, 0.97, 0.3, -0.4);
            case BACKGROUND -> throw new IllegalArgumentException("no nuclei on glass");
        };
    }

    /**
     * A nucleus of this kind.
     *
     * @param x, y centre, pixels
     * @param along direction of the fibres there, radians
     */
    Nucleus draw(double x, double y, double along, double spacing, Counter draw) {
        double um = 1 / spacing;
        double turn = draw.next(0, Math.PI);
        return switch (region) {
            case TUMOUR -> {
                double r = 3.2 + 3.2 * draw.next() * draw.next() + draw.next(0, 1.4);
                double flat = draw.next(0.64, 0.98);
                double root = Math.sqrt(flat);
                double dark = draw.next(0.75, 1.3);
                yield nucleus(x, y, r / root * um, r * root * um, turn, 0.07, dark, draw);
            }
            case STROMA -> {
                if (draw.next() < 0.12) {
                    double r = draw.next(2.4, 2.9) * um;
                    yield nucleus(x, y, r, r * 0.95, turn, 0.02, 1.25, draw);
                }
                double a = draw.next(5.5, 9.5) * um;
                double b = draw.next(1.2, 1.9) * um;
                double lean = along + draw.next(-0.2, 0.2);
                yield nucleus(x, y, a, b, lean, 0.03, draw.next(0.85, 1.15), draw);
            }
            case FAT -> nucleus(x, y, draw.next(4, 6) * um, 1.3 * um, along, 0.02, 1.1, draw);
            case LYMPHOID -> {
                double r = draw.next(2.6, 3.2);
                yield nucleus(x, y, r * um, r * draw.next(0.88, 1) * um, turn, 0.02, 1.3, draw);
            }
            default -> {
                double r = draw.next(2.9, 3.7);
                double flat = draw.next(0.82, 1);
                yield nucleus(x, y, r * um, r * flat * um, turn, 0.03, draw.next(0.8, 1.05), draw);
            }
        };
    }

    private Nucleus nucleus(
            double x,
            double y,
            double a,
            double b,
            double angle,
            double uneven,
            double dark,
            Counter draw) {
        return new Nucleus(
                x,
                y,
                a,
                b,
                angle,
                region,
                draw.next(-uneven, uneven) / 2,
                draw.next(-uneven, uneven),
                draw.next(-uneven, uneven),
                dark,
                draw.bits());
    }
}
