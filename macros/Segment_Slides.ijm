// Segment_Slides.ijm
//
// Outlines what a network finds on every slide or picture in a folder, measures it, and writes for each
//     labels.tif        every object with a number of its own (a pyramid for slides, an ImageJ TIFF for pictures)
//     objects.csv       every object: class, place, area, perimeter, diameters, intensities, optical density of stains
//     objects.geojson   the same with outlines for QuPath (drag it onto the open slide)
//     classes.tif       where the network gives classes of pixels: their numbers
//     heatmap.tif       32 bit, a channel per class, calibrated
//     overlay.png       the slide at screen size with the result in colour, a legend and a scale bar
// and for all together summary.csv (area, fraction, objects per class and per mm2), failures.csv and run.json.
//
// The network must be a Coverslip bundle. model=nuclei ships: it knows synthetic slides only, for trying things out.
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder and the network.
// Unattended: pass the three paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Segment_Slides.ijm argument=slides,nuclei,results
//     ImageJ --headless -macro Segment_Slides.ijm slides,nuclei,results
// Run it again after a crash: what is done is skipped, what failed is tried again.

argument = getArgument();
if (argument != "") {
    parts = split(argument, ",");
    if (parts.length != 3) exit("Give three paths: slides,network,results");
    input = parts[0];
    model = parts[1];
    output = parts[2];
} else {
    input = getDirectory("Folder with slides");
    model = getDirectory("Network (bundle folder)");
    output = getDirectory("Folder for the results");
}

// Objects below 4 um2 are dust; holes up to 20 um2 belong to the object around them.
run("Coverslip Segment...", "input=[" + input + "] model=[" + model + "] output=[" + output + "] region=tissue objects=auto smallest=4 holes=20");

for (i = 0; i < nResults; i++) {
    print(getResultString("image", i) + ": " + getResult("analysed_mm2", i) + " mm2 segmented");
}
