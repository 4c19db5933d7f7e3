using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>Provides the images of a job in the forms in which workers return them.</summary>
internal sealed class WorkerOutput(SimulatedJob job, JobImages images, OutputLinks links, bool bucket)
{
    public SimulatedJob Job => job;

    public bool Bucket => bucket;

    public IEnumerable<int> Indexes => Enumerable.Range(0, job.Plan.Images);

    public decimal Cost => job.Model.Price.Bill(job.Plan.Images, job.Order.Width, job.Order.Height, TimeSpan.Zero);

    public string Link(int index) => links.ImageOf(job, index);

    public string DataUri(int index) => images.DataUri(job, index);

    public string Base64(int index) => images.Base64(job, index);

    /// <summary>Gets a data URI, or a link when the worker uploads.</summary>
    public string Image(int index) => bucket ? Link(index) : DataUri(index);
}
