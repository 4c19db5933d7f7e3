namespace ImageGeneration.Simulator.Rendering;

internal enum PictureStyle
{
    Plain,
    Watercolor,
    OilPainting,
    DigitalArt,
    Cartoon,
    Realistic,
    Sketch,
    Anime,
}
