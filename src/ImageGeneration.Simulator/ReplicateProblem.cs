namespace ImageGeneration.Simulator;

/// <summary>Specifies an error body that Replicate has been seen to send; each has its status.</summary>
public enum ReplicateProblem
{
    /// <summary>401, as recorded: <c>You did not pass a valid authentication token</c>.</summary>
    InvalidToken,

    /// <summary>401, as the model route has it: <c>Invalid or expired API token.</c></summary>
    ExpiredToken,

    /// <summary>401: there was no <c>Authorization</c> header.</summary>
    MissingToken,

    /// <summary>402: the account has no credit left.</summary>
    InsufficientCredit,

    /// <summary>403: a page of the network in front of the API, no JSON.</summary>
    Blocked,

    /// <summary>404: no such model, or a community model on the route of the official ones.</summary>
    NotFound,

    /// <summary>413: an upload of 100 MB or more.</summary>
    FileTooLarge,

    /// <summary>422: no such version.</summary>
    InvalidVersion,

    /// <summary>422: two inputs that the model's schema refuses, in <c>invalid_fields</c>.</summary>
    InvalidInput,

    /// <summary>422: a member of the body that the route does not know, and one that it misses.</summary>
    UnknownMember,
}
