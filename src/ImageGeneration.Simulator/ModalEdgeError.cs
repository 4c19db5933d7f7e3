namespace ImageGeneration.Simulator;

/// <summary>Specifies an answer of Modal's edge instead of the application's; each has its status and its text.</summary>
public enum ModalEdgeError
{
    /// <summary>401: there were no proxy credentials.</summary>
    MissingCredentials,

    /// <summary>401: the proxy credentials are wrong, or those of an account.</summary>
    InvalidCredentials,

    /// <summary>404: nothing is deployed under this address.</summary>
    InvalidFunctionCall,

    /// <summary>404: the application was stopped.</summary>
    AppStopped,

    /// <summary>404: the workspace is disabled.</summary>
    WorkspaceDisabled,

    /// <summary>408: the request never reached the application, and may be sent again.</summary>
    MissingRequest,

    /// <summary>429: the spend limit of the billing cycle is reached; waiting does not help.</summary>
    SpendLimit,

    /// <summary>429: too many requests a second.</summary>
    RateLimit,

    /// <summary>500: the function exceeded its timeout.</summary>
    FunctionTimedOut,

    /// <summary>500: the container was killed, usually for its memory.</summary>
    Terminated,

    /// <summary>500: the platform lost the call.</summary>
    LostInput,

    /// <summary>500: the container did not start.</summary>
    StartupFailed,

    /// <summary>400: a POST was sent to the address of a result.</summary>
    BadRedirectMethod,
}
