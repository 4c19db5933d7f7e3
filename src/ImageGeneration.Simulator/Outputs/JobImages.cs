using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Rendering;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>Draws the images of a job when somebody wants to see them; none is kept.</summary>
internal static class JobImages
{
    public static RenderedImage Render(SimulatedJob job, int index) =>
        ImageRenderer.Render(job.Order.Prompt, job.Seed + index, job.Order.Width, job.Order.Height, job.Order.Format);

    public static string DataUri(SimulatedJob job, int index)
    {
        var image = Render(job, index);
        return $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Bytes.Span)}";
    }
}
