using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>Makes the images of a job when somebody wants to see them; none is kept.</summary>
internal sealed class JobImages(IImageRenderer renderer)
{
    public RenderedImage Render(SimulatedJob job, int index)
    {
        var order = job.Order;
        return renderer.Render(new(order.Prompt, job.Seed + index, order.Width, order.Height, order.Format));
    }

    public string DataUri(SimulatedJob job, int index)
    {
        var image = Render(job, index);
        return $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Bytes.Span)}";
    }

    public string Base64(SimulatedJob job, int index) => Convert.ToBase64String(Render(job, index).Bytes.Span);
}
