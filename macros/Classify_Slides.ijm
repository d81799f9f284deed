// Classify_Slides.ijm
//
// Lays a network over every slide in a folder (SVS, OME-TIFF, pyramidal TIFF; in Fiji whatever
// Bio-Formats reads) and writes for each slide
//     overlay.png       the slide at screen size with the result in colour, a legend and a scale bar
//     heatmap.tif       32 bit, a channel per class, calibrated: open it in ImageJ and measure
//     tiles.csv         every tile: where it lies (full-resolution pixels) and its probabilities
//     objects.geojson   the same tiles for QuPath (drag it onto the open slide)
//     tissue.tif        where tissue was found
// and for all slides together summary.csv (mean, maximum, top ten, fraction above 0.5 for every
// class, tissue area in mm2), failures.csv and run.json.
//
// The network must be a Coverslip bundle that says at how many micrometres per pixel it sees tissue:
// Plugins > Coverslip > Coverslip Import Model... with Spacing.
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder and the network.
// Unattended: pass the three paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Classify_Slides.ijm argument=slides,tumour-net,results
//     ImageJ --headless -macro Classify_Slides.ijm slides,tumour-net,results
// Stop it whenever you like, or let the power fail: the same line goes on in the middle of a slide.

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

// A quarter of each tile is shared with the next, so that no seam cuts a small finding in two.
run("Coverslip Classify...", "input=[" + input + "] model=[" + model + "] output=[" + output + "] region=tissue overlap=0.25");

for (i = 0; i < nResults; i++) {
    print(getResultString("image", i) + ": " + getResultString("prediction", i) + ", " + getResult("tissue_mm2", i) + " mm2 of tissue");
}
