namespace ImageGeneration.Limiting;

/// <summary>Represents the token of one create and the slot of its job.</summary>
public interface IJobPermit
{
    /// <summary>Frees the slot. Called once the job has ended; a second call has no effect.</summary>
    /// <param name="isUnused"><see langword="true"/> if nothing was sent, so that the token may be returned too.</param>
    ValueTask ReleaseAsync(bool isUnused);
}
