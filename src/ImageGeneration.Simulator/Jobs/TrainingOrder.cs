namespace ImageGeneration.Simulator.Jobs;

/// <summary>Represents what a training makes: a version of the destination.</summary>
internal sealed record TrainingOrder(string Destination, string Version);
